namespace QualityAward.Domain.Files;

/// <summary>Whether a stored content is known to be harmless (病毒检查状态).</summary>
public enum ScanState
{
    /// <summary>待检查: only whoever uploaded it may open it.</summary>
    Pending,

    /// <summary>检查通过.</summary>
    Clean,

    /// <summary>已隔离: nobody may open it.</summary>
    Quarantined,

    /// <summary>未检查: no scanner is configured.</summary>
    NotScanned,
}

/// <summary>Whether a picture has a small one to show in lists (缩略图状态).</summary>
public enum ThumbnailState
{
    /// <summary>No picture that browsers show.</summary>
    None,

    /// <summary>待生成: it is made once the content is known to be harmless.</summary>
    Wanted,

    /// <summary>已生成.</summary>
    Made,

    /// <summary>无法生成: no browser can show it.</summary>
    Failed,
}

/// <summary>Why the pages of a PDF could not be counted, or what a reader of it must know (页数说明).</summary>
public enum PageTrouble
{
    /// <summary>Encrypted: protected by a password, or only against printing and copying.</summary>
    Encrypted,
    Broken,

    /// <summary>Beyond the bounds of what is read.</summary>
    TooComplex,
}

/// <summary>
/// What is known of a stored content (文件档案): its pages and the result of the scan for malware. One per content however often it is uploaded,
/// under the same SHA-256 as in the store.
/// </summary>
public sealed class FileRecord
{
    /// <summary>The wait after a scan that did not work doubles up to this.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(15);

    private FileRecord()
    {
    }

    public FileRecord(string sha256, long length, string contentType, int? pages, PageTrouble? pageTrouble, bool willBeScanned, DateTimeOffset now)
    {
        Sha256 = sha256;
        Length = length;
        ContentType = contentType;
        Pages = pages;
        PageTrouble = pageTrouble;
        Scan = willBeScanned ? ScanState.Pending : ScanState.NotScanned;
        StoredAt = now;
        NextScanAt = now;
    }

    public string Sha256 { get; private init; } = "";

    /// <summary>Bytes.</summary>
    public long Length { get; private init; }

    public string ContentType { get; private init; } = "";

    /// <summary>Pages of a PDF; null: unknown, or no PDF.</summary>
    public int? Pages { get; private init; }

    public PageTrouble? PageTrouble { get; private init; }

    public ScanState Scan { get; private set; }

    /// <summary>The name of the malware, or why the last scan did not work.</summary>
    public string? ScanNote { get; private set; }

    public DateTimeOffset? ScannedAt { get; private set; }

    /// <summary>Scans that did not work, since the last one that did.</summary>
    public int Attempts { get; private set; }

    public DateTimeOffset NextScanAt { get; private set; }

    public DateTimeOffset StoredAt { get; private init; }

    public ThumbnailState Thumbnail { get; private set; }

    /// <summary>A small picture has been made, or cannot be.</summary>
    public void NoteThumbnail(bool made) => Thumbnail = made ? ThumbnailState.Made : ThumbnailState.Failed;

    public void Pass(DateTimeOffset now)
    {
        Scan = ScanState.Clean;
        ScanNote = null;
        ScannedAt = now;
        Attempts = 0;
    }

    /// <param name="malware">What the scanner calls it.</param>
    public void Quarantine(string malware, DateTimeOffset now)
    {
        Scan = ScanState.Quarantined;
        ScanNote = malware;
        ScannedAt = now;
        Attempts = 0;
    }

    /// <summary>The scanner could not tell: the content stays as it is and is tried again, less and less often.</summary>
    public void PostponeScan(string why, DateTimeOffset now)
    {
        ScanNote = why;
        var wait = Attempts >= 10 ? LongestWait : FirstWait * Math.Pow(2, Attempts);
        NextScanAt = now + (wait < LongestWait ? wait : LongestWait);
        Attempts++;
    }

    /// <summary>Refuses to open what is quarantined, and to others than the owner what has not been scanned yet.</summary>
    public void RequireReadable(bool byOwner)
    {
        switch (Scan)
        {
            case ScanState.Quarantined:
                throw new RefusedException("file-quarantined", $"该文件未通过病毒检查（{ScanNote}），已被隔离，任何人都不能打开或下载。请申报人删除后更换为安全的文件。");
            case ScanState.Pending when !byOwner:
                throw new RefusedException("file-pending", ScanNote is null
                    ? "该文件正在检查病毒，检查通过后才能打开，请稍后再试。"
                    : $"该文件尚未检查病毒（{ScanNote}），检查通过后才能打开。系统将自动重试，请稍后再试，或请系统管理员检查病毒检查服务。");
        }
    }
}
