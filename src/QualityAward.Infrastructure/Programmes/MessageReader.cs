using QualityAward.Domain.Notifications;

namespace QualityAward.Infrastructure.Programmes;

/// <summary>Reads shared/messages.jsonc (通知事项读取); a template that names an unknown field stops the start.</summary>
public static class MessageReader
{
    public static MessageCatalogue Read(string root)
    {
        var source = PackFile.Open(root, Path.Combine(root, "shared", "messages.jsonc"));
        var file = source.Read<MessagesFile>();
        foreach (var (code, problem) in MessageCatalogue.Check(file.Events))
        {
            throw new PackException(source.Name, source.LineOf(code, after: null), problem);
        }

        return new MessageCatalogue(file.Events, file.Digest, file.RemindFromHour);
    }

    private sealed record MessagesFile
    {
        public required int RemindFromHour { get; init; }

        public required MessageDigest Digest { get; init; }

        public required IReadOnlyList<MessageEvent> Events { get; init; }
    }
}
