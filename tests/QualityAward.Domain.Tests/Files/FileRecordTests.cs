using QualityAward.Domain.Files;

namespace QualityAward.Domain.Tests.Files;

public sealed class FileRecordTests
{
    private static readonly DateTimeOffset Now = ChinaCalendar.StartOf(new DateOnly(2022, 6, 10));

    [Theory]
    [InlineData(true, ScanState.Pending)]
    [InlineData(false, ScanState.NotScanned)]
    public void A_new_content_waits_for_its_scan_where_there_is_a_scanner(bool scanner, ScanState state) => Assert.Equal(state, Record(scanner).Scan);

    [Fact]
    public void Who_may_open_a_file_follows_from_its_scan()
    {
        var (pending, clean, unsafeFile, unscanned) = (Record(), Record(), Record(), Record(scanner: false));
        clean.Pass(Now);
        unsafeFile.Quarantine("Eicar", Now);

        pending.RequireReadable(byOwner: true);
        Assert.Equal("file-pending", Assert.Throws<RefusedException>(() => pending.RequireReadable(byOwner: false)).Code);
        clean.RequireReadable(byOwner: false);
        unscanned.RequireReadable(byOwner: false);
        foreach (var byOwner in new[] { true, false })
        {
            var refused = Assert.Throws<RefusedException>(() => unsafeFile.RequireReadable(byOwner));
            Assert.Equal("file-quarantined", refused.Code);
            Assert.Contains("Eicar", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_scan_that_does_not_work_is_tried_less_and_less_often_up_to_once_an_hour()
    {
        var record = Record();
        var waits = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            record.PostponeScan("无法连接", Now);
            waits.Add((record.NextScanAt - Now).TotalSeconds);
        }

        Assert.Equal([15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600], waits);
        Assert.Equal((ScanState.Pending, "无法连接", 12), (record.Scan, record.ScanNote, record.Attempts));
        record.Pass(Now);
        Assert.Equal((ScanState.Clean, null, 0), (record.Scan, record.ScanNote, record.Attempts));
    }

    private static FileRecord Record(bool scanner = true) => new(new string('a', 64), 10, "application/pdf", 1, null, scanner, Now);
}
