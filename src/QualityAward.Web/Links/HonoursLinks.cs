namespace QualityAward.Web.Links;

/// <summary>Addresses of shortlists, meetings, notices and honours (办理地址).</summary>
public static class HonoursLinks
{
    public static string Verify(string number) => $"/verify/{Uri.EscapeDataString(number)}";

    public static string Certificate(Guid honourId) => $"/honours/{honourId}/certificate";

    public static string Manage(Guid roundId) => $"/honours/manage/{roundId}";
}

/// <summary>Addresses of the decision steps (综合评价、审议、公示地址).</summary>
public static class DecisionLinks
{
    public static string Shortlist(Guid roundId) => $"/shortlists/{roundId}";

    public static string Convene(Guid roundId) => $"/deliberations/convene/{roundId}";

    public static string Meeting(Guid meetingId) => $"/deliberations/{meetingId}";

    public static string PublishNotice(Guid roundId) => $"/public-notices/publish/{roundId}";

    public static string Notice(Guid noticeId) => $"/public-notices/{noticeId}";

    public static string PublicNotice(Guid noticeId) => $"/notices/{noticeId}";

    public static string Objection(Guid objectionId) => $"/public-notices/objections/{objectionId}";
}
