using System.Text;
using QualityAward.Domain.Files;

namespace QualityAward.Infrastructure.Pdf;

/// <summary>
/// Reads values from a PDF's bytes (PDF 解析). Whatever the bytes are, it ends: nesting and sizes are limited, so that no file can take the program down.
/// </summary>
internal sealed class PdfParser(PdfSource source, long position)
{
    private const int MaxDepth = 64;
    private const int MaxValues = 500_000;
    private const int MaxToken = 64 * 1024;
    private const int MaxString = 4 * 1024 * 1024;

    private int _values;

    public long Position { get; set; } = position;

    private int Current => source.At(Position);

    public PdfValue Read() => Read(0);

    public void SkipWhite()
    {
        while (true)
        {
            var current = Current;
            if (current == '%')
            {
                while (Current is not (-1 or '\n' or '\r'))
                {
                    Position++;
                }
            }
            else if (IsWhite(current))
            {
                Position++;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>A whole number that stands here; null: something else does, and nothing is read.</summary>
    public long? TryWhole()
    {
        var start = Position;
        SkipWhite();
        long value = 0;
        var digits = 0;
        while (Current is >= '0' and <= '9' && digits < 15)
        {
            value = (value * 10) + (Current - '0');
            Position++;
            digits++;
        }

        if (digits > 0 && (IsWhite(Current) || IsDelimiter(Current) || Current < 0 || char.IsAsciiLetter((char)Current)))
        {
            return value;
        }

        Position = start;
        return null;
    }

    public bool TryWord(ReadOnlySpan<byte> word)
    {
        var start = Position;
        SkipWhite();
        if (source.Has(Position, word))
        {
            Position += word.Length;
            return true;
        }

        Position = start;
        return false;
    }

    private static bool IsWhite(int value) => value is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsDelimiter(int value) => value is '(' or ')' or '<' or '>' or '[' or ']' or '{' or '}' or '/' or '%';

    private PdfValue Read(int depth)
    {
        source.Budget.Values++;
        if (depth > MaxDepth || ++_values > MaxValues)
        {
            throw new PdfException("文件结构异常", PageTrouble.TooComplex);
        }

        SkipWhite();
        switch (Current)
        {
            case -1:
                throw new PdfException("文件不完整");
            case '/':
                Position++;
                return new PdfName(Name());
            case '(':
                Position++;
                return new PdfString(Literal());
            case '[':
                Position++;
                return Array(depth);
            case '<' when source.At(Position + 1) == '<':
                Position += 2;
                return Dictionary(depth);
            case '<':
                Position++;
                return new PdfString(Hexadecimal());
            case (>= '0' and <= '9') or '+' or '-' or '.':
                return Number();
            case ')' or '>' or ']' or '{' or '}':
                Position++;
                return new PdfKeyword(((char)source.At(Position - 1)).ToString());
            default:
                return new PdfKeyword(Token());
        }
    }

    private PdfArray Array(int depth)
    {
        var items = new List<PdfValue>();
        while (true)
        {
            SkipWhite();
            if (Current == ']')
            {
                Position++;
                return new PdfArray(items);
            }

            items.Add(Read(depth + 1));
        }
    }

    private PdfDictionary Dictionary(int depth)
    {
        var entries = new Dictionary<string, PdfValue>(StringComparer.Ordinal);
        while (true)
        {
            SkipWhite();
            if (Current == '>')
            {
                Position += source.At(Position + 1) == '>' ? 2 : 1;
                return new PdfDictionary(entries);
            }

            if (Read(depth + 1) is PdfName key)
            {
                SkipWhite();
                if (Current != '>')
                {
                    entries[key.Text] = Read(depth + 1);
                }
            }
        }
    }

    private PdfValue Number()
    {
        var start = Position;
        if (TryWhole() is { } whole)
        {
            var after = Position;
            if (TryWhole() is { } generation and <= ushort.MaxValue)
            {
                SkipWhite();
                if (Current == 'R' && whole <= int.MaxValue && (IsWhite(source.At(Position + 1)) || IsDelimiter(source.At(Position + 1)) || source.At(Position + 1) < 0))
                {
                    Position++;
                    return new PdfReference((int)whole, (int)generation);
                }
            }

            Position = after;
            return new PdfNumber(whole);
        }

        Position = start;
        var raw = Token();
        // What is no number (1-2, 1.2.3) would make the copy unreadable.
        var number = new PdfNumber(raw);
        return raw.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.') && raw.LastIndexOfAny(['+', '-']) <= 0 && raw.Count(c => c == '.') <= 1 ? number : new PdfNumber(0);
    }

    private string Token()
    {
        var text = new StringBuilder();
        while (Current >= 0 && !IsWhite(Current) && !IsDelimiter(Current) && text.Length < MaxToken)
        {
            text.Append((char)Current);
            Position++;
        }

        return text.Length > 0 ? text.ToString() : throw new PdfException("文件结构异常");
    }

    private string Name()
    {
        var text = new StringBuilder();
        while (Current >= 0 && !IsWhite(Current) && !IsDelimiter(Current) && text.Length < MaxToken)
        {
            if (Current == '#' && Hex(source.At(Position + 1)) is >= 0 and var high && Hex(source.At(Position + 2)) is >= 0 and var low)
            {
                text.Append((char)((high << 4) | low));
                Position += 3;
            }
            else
            {
                text.Append((char)Current);
                Position++;
            }
        }

        return text.ToString();
    }

    private byte[] Literal()
    {
        using var bytes = new MemoryStream();
        var open = 1;
        while (true)
        {
            var current = Current;
            if (current < 0 || bytes.Length > MaxString)
            {
                throw new PdfException("文件不完整");
            }

            Position++;
            switch (current)
            {
                case '(':
                    open++;
                    break;
                case ')' when --open == 0:
                    return bytes.ToArray();
                case '\\':
                    Escaped(bytes);
                    continue;
            }

            bytes.WriteByte((byte)current);
        }
    }

    private void Escaped(MemoryStream bytes)
    {
        var current = Current;
        Position++;
        switch (current)
        {
            case 'n':
                bytes.WriteByte((byte)'\n');
                break;
            case 'r':
                bytes.WriteByte((byte)'\r');
                break;
            case 't':
                bytes.WriteByte((byte)'\t');
                break;
            case 'b':
                bytes.WriteByte((byte)'\b');
                break;
            case 'f':
                bytes.WriteByte((byte)'\f');
                break;
            case '\r':
                if (Current == '\n')
                {
                    Position++;
                }

                break;
            case '\n' or -1:
                break;
            case >= '0' and <= '7':
                var value = current - '0';
                for (var i = 0; i < 2 && Current is >= '0' and <= '7'; i++)
                {
                    value = (value * 8) + (Current - '0');
                    Position++;
                }

                bytes.WriteByte((byte)value);
                break;
            default:
                bytes.WriteByte((byte)current);
                break;
        }
    }

    private byte[] Hexadecimal()
    {
        using var bytes = new MemoryStream();
        var half = -1;
        while (true)
        {
            var current = Current;
            if (current < 0 || bytes.Length > MaxString)
            {
                throw new PdfException("文件不完整");
            }

            Position++;
            if (current == '>')
            {
                if (half >= 0)
                {
                    bytes.WriteByte((byte)(half << 4));
                }

                return bytes.ToArray();
            }

            var digit = Hex(current);
            if (digit >= 0)
            {
                if (half < 0)
                {
                    half = digit;
                }
                else
                {
                    bytes.WriteByte((byte)((half << 4) | digit));
                    half = -1;
                }
            }
        }
    }

    private static int Hex(int value) => value is >= 0 and < 128 && char.IsAsciiHexDigit((char)value) ? Convert.ToInt32(((char)value).ToString(), 16) : -1;
}
