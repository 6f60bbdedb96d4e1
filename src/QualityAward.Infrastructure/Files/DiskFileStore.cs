using System.Buffers;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace QualityAward.Infrastructure.Files;

/// <summary>Settings of the file store, section <c>Files</c>.</summary>
public sealed class FileStoreOptions
{
    /// <summary>Folder outside the web root; a relative one is taken from the content root.</summary>
    public string Root { get; set; } = "";

    /// <summary>No upload is larger, whatever a form allows.</summary>
    public long MaxBytes { get; set; } = 200L * 1024 * 1024;

    /// <summary>No picture has more pixels: 100 million are an A1 plan scanned at 300 dpi, and 400 MB in the memory of whoever shows them.</summary>
    public long MaxPicturePixels { get; set; } = 100_000_000;

    /// <summary>No side of a picture has more pixels.</summary>
    public int MaxPictureSide { get; set; } = 30_000;

    /// <summary>An upload in pieces that nobody goes on with for so long is removed.</summary>
    public int KeepPartialDays { get; set; } = 7;
}

/// <summary>
/// The file store on a disk (附件库): <c>ab/cd/abcd…</c> below the root. A file appears there only complete, checked and flushed to the
/// disk, by one rename; several web instances may share the folder.
/// </summary>
public sealed class DiskFileStore : IFileStore
{
    private const int BufferLength = 128 * 1024;
    private const int HashLength = 64;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _root;
    private readonly string _incoming;
    private readonly string _quarantine;
    private readonly string _thumbnails;
    private readonly FileStoreOptions _options;

    public DiskFileStore(FileStoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Root))
        {
            throw new InvalidOperationException("Files:Root is not set: the folder for uploads, outside the web root.");
        }

        _root = Path.GetFullPath(options.Root);
        // Below the root, because a rename is atomic only within one file system.
        _incoming = Path.Combine(_root, "incoming");
        _quarantine = Path.Combine(_root, "quarantine");
        _thumbnails = Path.Combine(_root, "thumbnails");
        _options = options;
        CreateFolder(_incoming);
    }

    public async Task<FileOutcome> SaveAsync(Stream content, string fileName, FileRule rule, CancellationToken cancellationToken)
    {
        rule = rule with { MaxBytes = Math.Min(rule.MaxBytes, _options.MaxBytes) };
        var temporary = Path.Combine(_incoming, Path.GetRandomFileName());
        try
        {
            string sha256;
            long length;
            FileFormat? format;
            await using (var file = Create(temporary))
            {
                (sha256, length) = await CopyAndHashAsync(content, file, rule.MaxBytes, cancellationToken);
                if (length > rule.MaxBytes)
                {
                    return FileOutcome.Refused(FileVerdict.TooLarge, fileName, rule);
                }

                (var verdict, format) = ContentSniffer.Sniff(file);
                if (format is not null)
                {
                    verdict = Judge(format, fileName, rule);
                }

                if (verdict != FileVerdict.Accepted || format is null)
                {
                    return FileOutcome.Refused(verdict, fileName, rule);
                }

                if (format.Kind == FileKind.Image && format.Inline)
                {
                    if (PictureSize.Read(file, format) is not { } size)
                    {
                        return FileOutcome.Refused(FileVerdict.BrokenPicture, fileName, rule);
                    }

                    if (size.Pixels > _options.MaxPicturePixels || Math.Max(size.Width, size.Height) > _options.MaxPictureSide)
                    {
                        return FileOutcome.PictureTooLarge(fileName, size, _options);
                    }
                }

                file.Flush(flushToDisk: true);
            }

            Keep(temporary, PathOf(sha256), length);
            return FileOutcome.Accepted(new StoredFile(sha256, length, format.ContentType));
        }
        finally
        {
            // Gone already when it was renamed.
            File.Delete(temporary);
        }
    }

    public Stream OpenRead(string sha256) => OpenRead(new FileInfo(PathOf(sha256)));

    public bool Exists(string sha256) => File.Exists(PathOf(sha256));

    public async Task SaveThumbnailAsync(string sha256, Stream thumbnail, CancellationToken cancellationToken)
    {
        var temporary = Path.Combine(_incoming, Path.GetRandomFileName());
        try
        {
            await using (var file = Create(temporary))
            {
                await thumbnail.CopyToAsync(file, cancellationToken);
            }

            var path = ThumbnailOf(sha256);
            CreateFolder(Path.GetDirectoryName(path)!);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public Stream? OpenThumbnail(string sha256) => File.Exists(ThumbnailOf(sha256)) ? OpenRead(new FileInfo(ThumbnailOf(sha256))) : null;

    public void Quarantine(string sha256)
    {
        var path = PathOf(sha256);
        if (File.Exists(ThumbnailOf(sha256)))
        {
            File.Delete(ThumbnailOf(sha256));
        }

        CreateFolder(_quarantine);
        try
        {
            File.Move(path, Path.Combine(_quarantine, sha256), overwrite: true);
        }
        catch (FileNotFoundException)
        {
            // Somebody was faster.
        }
        catch (DirectoryNotFoundException)
        {
            // The same.
        }
    }

    /// <summary>Removes what uploads left behind when the program or the machine stopped in the middle of them.</summary>
    /// <returns>How many were removed.</returns>
    public int RemoveAbandonedUploads(DateTimeOffset startedBefore)
    {
        var abandoned = new DirectoryInfo(_incoming).EnumerateFiles().Where(file => file.LastWriteTimeUtc < startedBefore.UtcDateTime).ToList();
        abandoned.ForEach(file => file.Delete());
        return abandoned.Count;
    }

    private static FileVerdict Judge(FileFormat format, string fileName, FileRule rule)
    {
        if (!rule.Kinds.Contains(format.Kind))
        {
            return FileVerdict.KindNotAllowed;
        }

        // A PNG called .jpg or a DOCX called .doc is an everyday mistake and harmless, as the content decides; a PDF called .exe is not.
        var extension = Path.GetExtension(fileName);
        return extension.Length == 0 || FileKinds.Extensions(format.Kind).Contains(extension, StringComparer.OrdinalIgnoreCase)
            ? FileVerdict.Accepted
            : FileVerdict.NameContradictsContent;
    }

    private static async Task<(string Sha256, long Length)> CopyAndHashAsync(
        Stream content, FileStream file, long maxBytes, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            long length = 0;
            int read;
            // One byte over the limit is enough to know; the rest of the stream is not read.
            while (length <= maxBytes && (read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                length += read;
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            return (Convert.ToHexStringLower(hash.GetHashAndReset()), length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Keep(string temporary, string path, long length)
    {
        // The same content is there already: nothing to do, unless it was damaged.
        if (new FileInfo(path) is { Exists: true } existing && existing.Length == length)
        {
            return;
        }

        var folder = Path.GetDirectoryName(path)!;
        CreateFolder(folder);
        File.Move(temporary, path, overwrite: true);
        // The rename itself must survive a power cut too, or the database would name a file that is not there.
        FlushFolder(folder);
    }

    private static FileStream OpenRead(FileInfo file) => new(file.FullName, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
    });

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private string PathOf(string sha256) => PathBelow(_root, sha256);

    private string ThumbnailOf(string sha256) => PathBelow(_thumbnails, sha256);

    /// <summary>Only a well-formed hash becomes a path, so that no request can name another file.</summary>
    private static string PathBelow(string folder, string sha256)
    {
        if (sha256.Length != HashLength || !sha256.All(char.IsAsciiHexDigitLower))
        {
            throw new ArgumentException("Not a SHA-256 in lower-case hexadecimal.", nameof(sha256));
        }

        return Path.Combine(folder, sha256[..2], sha256[2..4], sha256);
    }

    private static void FlushFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // .NET opens no folders, hence the system calls.
        const int readOnly = 0;
        var folder = Open(Encoding.UTF8.GetBytes(path + '\0'), readOnly);
        if (folder < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        try
        {
            // Some network file systems know no flush of folders; they are durable by their own rules.
            _ = Flush(folder);
        }
        finally
        {
            _ = Close(folder);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] pathWithClosingZero, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
