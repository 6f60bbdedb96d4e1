namespace QualityAward.Infrastructure.Pdf;

/// <summary>The bytes of a PDF by position (文件字节), through a small window: a file of any size takes the same memory.</summary>
internal sealed class PdfSource
{
    private const int WindowLength = 64 * 1024;

    private readonly Stream? _stream;
    private readonly byte[] _window;
    private long _start;
    private int _filled;

    /// <param name="stream">Seekable; the caller closes it.</param>
    public PdfSource(Stream stream, PdfBudget? budget = null)
    {
        _stream = stream;
        Length = stream.Length;
        Budget = budget ?? PdfBudget.ToBind(Length);
        _window = new byte[WindowLength];
    }

    public PdfSource(byte[] bytes, PdfBudget? budget = null)
    {
        Budget = budget ?? PdfBudget.ToBind(bytes.Length);
        _window = bytes;
        _filled = bytes.Length;
        Length = bytes.Length;
    }

    public long Length { get; }

    /// <summary>What reading may cost; shared by all sources of one file.</summary>
    public PdfBudget Budget { get; }

    /// <summary>The byte at a position; -1 outside the file.</summary>
    public int At(long position)
    {
        Budget.Look();
        if (position < 0 || position >= Length)
        {
            return -1;
        }

        if (position < _start || position >= _start + _filled)
        {
            Fill(position);
        }

        return _window[position - _start];
    }

    public void CopyTo(long offset, long length, Stream destination)
    {
        Budget.Copy(length);
        if (_stream is null)
        {
            destination.Write(_window, (int)offset, (int)length);
            return;
        }

        var buffer = new byte[WindowLength];
        _stream.Position = offset;
        for (var left = length; left > 0;)
        {
            var read = _stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
            {
                throw new PdfException("文件不完整");
            }

            destination.Write(buffer, 0, read);
            left -= read;
        }
    }

    public bool Has(long position, ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (At(position + i) != text[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bytes of a part, one reader at a time.</summary>
    public Stream OpenPart(long offset, long length) => _stream is null ? new MemoryStream(_window, (int)offset, (int)length, writable: false) : new PdfPart(_stream, offset, length);

    /// <summary>Where a text begins at or after a position; -1: nowhere.</summary>
    public long Find(long from, ReadOnlySpan<byte> text, long before = long.MaxValue)
    {
        for (var at = from; at < Math.Min(Length - text.Length + 1, before); at++)
        {
            if (At(at) == text[0] && Has(at, text))
            {
                return at;
            }
        }

        return -1;
    }

    private void Fill(long position)
    {
        // A little before it too, for parsers that step back.
        _start = Math.Max(0, position - 1024);
        _stream!.Position = _start;
        _filled = _stream.ReadAtLeast(_window, _window.Length, throwOnEndOfStream: false);
        if (position >= _start + _filled)
        {
            throw new PdfException("文件不完整");
        }
    }
}
