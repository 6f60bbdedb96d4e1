using System.Globalization;
using System.Text;

namespace QualityAward.Infrastructure.Notifications;

/// <summary>A mail as text on the line (邮件文本, RFC 5322, 2045, 2047): everything is ASCII, lines are short, no line begins with a dot.</summary>
internal static class MailText
{
    /// <summary>Octets of a text that fit into an encoded word of 75 characters.</summary>
    private const int WordOctets = 42;

    public static string Of(Mail mail, MailOptions options, DateTimeOffset now)
    {
        var domain = options.From![(options.From!.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var text = new StringBuilder()
            .Append("From: ").Append(Words(options.FromName)).Append("\r\n <").Append(options.From).Append(">\r\n")
            .Append("To: <").Append(mail.To).Append(">\r\n")
            .Append("Subject: ").Append(Words(mail.Subject.ReplaceLineEndings(" "))).Append("\r\n")
            .Append("Date: ").Append(now.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)).Append(" +0000\r\n")
            .Append("Message-ID: <").Append(mail.Id.ToString("N")).Append('@').Append(domain).Append(">\r\n")
            .Append("Auto-Submitted: auto-generated\r\n")
            .Append("MIME-Version: 1.0\r\n")
            .Append("Content-Type: text/plain; charset=utf-8\r\n")
            .Append("Content-Transfer-Encoding: base64\r\n\r\n")
            .Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(mail.Text.ReplaceLineEndings("\r\n")), Base64FormattingOptions.InsertLineBreaks));
        return text.ToString();
    }

    /// <summary>Encoded words, one a line; a character is not cut in two.</summary>
    private static string Words(string value)
    {
        var (words, part) = (new List<string>(), new List<byte>());
        foreach (var rune in value.EnumerateRunes())
        {
            var bytes = new byte[rune.Utf8SequenceLength];
            rune.EncodeToUtf8(bytes);
            if (part.Count + bytes.Length > WordOctets)
            {
                Close();
            }

            part.AddRange(bytes);
        }

        Close();
        return string.Join("\r\n ", words);

        void Close()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String([.. part])}?=");
            part.Clear();
        }
    }
}
