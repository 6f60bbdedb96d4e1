using System.Globalization;

namespace QualityAward.Web.Shell;

/// <summary>How amounts and counts are shown.</summary>
public static class Figures
{
    /// <summary>500,000 元; fen only where there are any.</summary>
    public static string Yuan(decimal amount) =>
        amount.ToString(amount == decimal.Truncate(amount) ? "#,0" : "#,0.00", CultureInfo.InvariantCulture) + " 元";

    /// <summary>50 万元, as in regulations; amounts that do not divide evenly keep up to four decimals.</summary>
    public static string TenThousandYuan(decimal amount) => Number(amount / 10_000m) + " 万元";

    /// <summary>1,234.5: thousands separated, trailing zeros dropped.</summary>
    public static string Number(decimal value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);

    /// <summary>Points always carry the same number of decimals, so that columns line up.</summary>
    public static string Points(decimal points, int decimals = 2) =>
        points.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>35.5%, from 0.355</summary>
    public static string Percent(decimal share) => (share * 100m).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    public static string FileSize(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} 字节",
        < 1024 * 1024 => (bytes / 1024m).ToString("0.#", CultureInfo.InvariantCulture) + " KB",
        < 1024L * 1024 * 1024 => (bytes / 1048576m).ToString("0.#", CultureInfo.InvariantCulture) + " MB",
        _ => (bytes / 1073741824m).ToString("0.##", CultureInfo.InvariantCulture) + " GB",
    };
}
