using System.Buffers;
using System.Globalization;

namespace QualityAward.Infrastructure.Files;

/// <summary>How much of an upload the disk has now, and whether this request brought it (分段写入结果).</summary>
/// <param name="Received">Bytes from the beginning that are safely on the disk.</param>
/// <param name="HasMore">The request held more than was taken.</param>
/// <param name="IsLost">The disk had less than was thought; the sender goes on from <paramref name="Received"/>.</param>
public sealed record AppendResult(long Received, bool HasMore = false, bool IsLost = false);

/// <summary>Uploads that are not whole yet (分段上传的暂存文件): one file each, which grows; kept apart from the store.</summary>
public sealed class PartialFiles
{
    private const int BufferLength = 128 * 1024;
    private readonly string _folder;

    public PartialFiles(FileStoreOptions options)
    {
        _folder = Path.Combine(Path.GetFullPath(options.Root), "partial");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>
    /// Writes a piece at this offset. What arrives before the line breaks stays, so the next request goes on there. Null: another request is
    /// writing to the same upload.
    /// </summary>
    /// <param name="most">Bytes that are taken at most.</param>
    public async Task<AppendResult?> AppendAsync(Guid id, long offset, Stream piece, long most, CancellationToken cancellationToken)
    {
        await using var file = Open(id, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        if (file is null)
        {
            return null;
        }

        if (file.Length < offset)
        {
            return new AppendResult(file.Length, IsLost: true);
        }

        file.Position = offset;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        var hasMore = false;
        try
        {
            int read;
            while ((read = await piece.ReadAsync(buffer.AsMemory(0, BufferLength), cancellationToken)) > 0)
            {
                var taken = (int)Math.Min(read, most);
                await file.WriteAsync(buffer.AsMemory(0, taken), CancellationToken.None);
                most -= taken;
                if (taken < read)
                {
                    hasMore = true;
                    break;
                }
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException)
        {
            // The line broke; what has come is kept.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        // Left over from a piece whose progress was never entered.
        file.SetLength(file.Position);
        file.Flush(flushToDisk: true);
        return new AppendResult(file.Position, hasMore);
    }

    /// <summary>The content to read, for one reader at a time; null: another request has it.</summary>
    public FileStream? OpenRead(Guid id) => Open(id, FileMode.OpenOrCreate, FileAccess.ReadWrite);

    public void Delete(Guid id) => File.Delete(PathOf(id));

    /// <summary>Uploads on the disk that nothing was written to since, whether or not the database knows them.</summary>
    public IReadOnlyList<Guid> Older(DateTime lastWrittenUtc) =>
    [
        .. new DirectoryInfo(_folder).EnumerateFiles().Where(f => f.LastWriteTimeUtc < lastWrittenUtc)
            .Select(f => Guid.TryParseExact(f.Name, "N", out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty),
    ];

    private FileStream? Open(Guid id, FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileStream(PathOf(id), options);
        }
        catch (IOException) when (File.Exists(PathOf(id)))
        {
            return null;
        }
    }

    private string PathOf(Guid id) => Path.Combine(_folder, id.ToString("N", CultureInfo.InvariantCulture));
}
