namespace QualityAward.Infrastructure.Files;

/// <summary>Where uploads and printed documents are kept (附件库): each content once, under its SHA-256.</summary>
public interface IFileStore
{
    /// <summary>Streams the content into the store. A refused file leaves nothing behind.</summary>
    /// <param name="fileName">The name as uploaded: for messages, and to refuse a name that contradicts the content.</param>
    public Task<FileOutcome> SaveAsync(Stream content, string fileName, FileRule rule, CancellationToken cancellationToken);

    /// <summary>Opens a stored file for reading; seekable, so that downloads can be resumed.</summary>
    /// <exception cref="FileNotFoundException">The store has no such content.</exception>
    public Stream OpenRead(string sha256);

    public bool Exists(string sha256);

    /// <summary>Keeps a small picture of a picture beside it; it can be made again at any time.</summary>
    public Task SaveThumbnailAsync(string sha256, Stream thumbnail, CancellationToken cancellationToken);

    /// <summary>A JPEG; null: none has been made.</summary>
    public Stream? OpenThumbnail(string sha256);

    /// <summary>Moves a content out of reach: it is not there any more for whoever asks.</summary>
    public void Quarantine(string sha256);
}
