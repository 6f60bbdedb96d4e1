using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Applications;

/// <summary>What a submission freezes (提交内容): answers of every section and the files with their hashes.</summary>
/// <param name="Sections">Answers by section id.</param>
/// <param name="Files">Files in upload order.</param>
public sealed record FrozenContent(IReadOnlyDictionary<string, Answers> Sections, IReadOnlyList<FrozenFile> Files)
{
    /// <summary>Variant of the criteria that the applicant filled the form in for; null where they have none.</summary>
    public string? CriteriaVariant { get; init; }

    /// <summary>Statements of referees that it was handed in with, by their hashes; the texts are not the applicant's.</summary>
    public IReadOnlyList<FrozenReferee> Referees { get; init; } = [];

    public Answers AnswersOf(string sectionId) => Sections.GetValueOrDefault(sectionId) ?? Answers.Empty;

    /// <summary>The form with what was submitted.</summary>
    public FilledForm Filled(FormDefinition form, FormContext context) => new(form.ForVariant(CriteriaVariant), AnswersOf, context);
}

/// <summary>A referee's statement as frozen with a submission (提交时的推荐人意见).</summary>
public sealed record FrozenReferee(Guid Id, string Sha256);

/// <summary>A file as frozen with a submission (提交时的附件).</summary>
public sealed record FrozenFile(Guid Id, string SectionId, string QuestionId, string FileName, string Sha256, long Length, string ContentType)
{
    /// <summary>Pages of a PDF, one for a picture; null: unknown.</summary>
    public int? Pages { get; init; }

    /// <summary>What the file proves, and on which pages.</summary>
    public IReadOnlyList<EvidenceLink> Evidence { get; init; } = [];
}

/// <summary>A frozen, hashed copy of an application (提交版本): what is reviewed, printed and kept. Never changed.</summary>
public sealed class Submission
{
    private Submission()
    {
    }

    internal Submission(Guid id, Guid applicationId, int number, FrozenContent content, string packHash, string submittedBy, DateTimeOffset submittedAt)
    {
        Id = id;
        ApplicationId = applicationId;
        Number = number;
        Content = content;
        PackHash = packHash;
        Sha256 = SubmissionHash.Of(content);
        SubmittedBy = submittedBy;
        SubmittedAt = submittedAt;
    }

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    /// <summary>1 for the first submission, then one more for each correction.</summary>
    public int Number { get; private init; }

    /// <summary>The pinned pack whose form it answers, whatever the draft is written on later.</summary>
    public string PackHash { get; private init; } = "";

    public FrozenContent Content { get; private init; } = new(new Dictionary<string, Answers>(StringComparer.Ordinal), []);

    /// <summary>SHA-256 (hex, lower case) over the canonical content, so that paper and data can be compared.</summary>
    public string Sha256 { get; private init; } = "";

    public string SubmittedBy { get; private init; } = "";

    public DateTimeOffset SubmittedAt { get; private init; }

    /// <summary>When the applicant took it back: nobody else reads it any more.</summary>
    public DateTimeOffset? RecalledAt { get; private set; }

    internal void Recall(DateTimeOffset now) => RecalledAt = now;
}

/// <summary>Computes a submission's hash (校验值) over canonical text: sections by id, then files by id.</summary>
public static class SubmissionHash
{
    public static string Of(FrozenContent content)
    {
        var text = new System.Text.StringBuilder();
        foreach (var (section, answers) in content.Sections.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            text.Append(section).Append('\n').Append(answers.Canonical()).Append('\n');
        }

        if (content.CriteriaVariant is { } variant)
        {
            text.Append("criteria-variant ").Append(variant).Append('\n');
        }

        foreach (var file in content.Files.OrderBy(f => f.Id))
        {
            text.Append(file.SectionId).Append('.').Append(file.QuestionId).Append(' ').Append(file.Sha256).Append(' ').Append(file.FileName).Append('\n');
            foreach (var link in file.Evidence)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  {link.Kind} {link.Code} {link.FromPage}-{link.ToPage}\n");
            }
        }

        foreach (var referee in content.Referees.OrderBy(r => r.Id))
        {
            text.Append("referee ").Append(referee.Sha256).Append('\n');
        }

        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text.ToString())));
    }
}
