using QualityAward.Domain.Programmes;

namespace QualityAward.Web.Pages.Applications;

/// <summary>The application with which one's own organisation or person takes part in a round (本人申报).</summary>
/// <param name="GoesOn">True for a draft that whoever is logged in may fill in.</param>
public sealed record OwnApplication(Guid Id, bool GoesOn);

/// <summary>What a round offers on the public pages (申报按钮): to begin, or to go on with what was begun.</summary>
/// <param name="Own">Of whoever is logged in; null: none yet.</param>
/// <param name="Tracks">Those that the visitor may apply in; empty: nobody else's business.</param>
public sealed record ApplyButtons(Guid RoundId, string RoundName, bool IsOpen, OwnApplication? Own, IEnumerable<Track> Tracks);
