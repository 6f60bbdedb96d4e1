using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>A referee's statement as it is read (推荐人意见).</summary>
public sealed record RefereeStatement(Guid Id, string Name, string Unit, string Statement, string Sha256, DateTimeOffset AnsweredAt);

/// <summary>Reads statements under the reader's rights.</summary>
internal static class RefereeStatements
{
    public static Task<List<RefereeStatement>> StatementsAsync(this QualityAwardDbContext db, Guid applicationId, Actor actor, CancellationToken cancellationToken) =>
        db.VisibleStatements(actor).AsNoTracking().Where(r => r.ApplicationId == applicationId).OrderBy(r => r.AnsweredAt)
            .Select(r => new RefereeStatement(r.Id, r.Name, r.Unit, r.Statement!, r.Sha256!, r.AnsweredAt!.Value)).ToListAsync(cancellationToken);
}

/// <summary><c>&lt;referee-statements application="Model.Id" title="…" /&gt;</c>: the statements that the reader may see; nothing otherwise.</summary>
[HtmlTargetElement("referee-statements", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class RefereeStatementsTagHelper(QualityAwardDbContext db) : TagHelper
{
    public Guid Application { get; set; }

    /// <summary>What was asked.</summary>
    public string Title { get; set; } = "";

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var statements = ViewContext.HttpContext.FindActor() is { } actor ? await db.StatementsAsync(Application, actor, ViewContext.HttpContext.RequestAborted) : [];
        if (statements.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "section";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("id", "referee-statements");
        output.Content.AppendHtml("<h2>推荐人意见</h2><p>").Append(Title).AppendHtml("</p>");
        foreach (var statement in statements)
        {
            output.Content.AppendHtml("<h3>").Append(string.Create(CultureInfo.InvariantCulture, $"{statement.Name}（{statement.Unit}）")).AppendHtml("</h3><p class=\"qa-reading-prose\">").Append(statement.Statement)
                .AppendHtml("</p><p class=\"text-secondary\">").Append($"{ChinaTime.Exact(statement.AnsweredAt)} 填写，校验值（SHA-256）").AppendHtml(" <span class=\"qa-hash\">").Append(statement.Sha256).AppendHtml("</span></p>");
        }
    }
}
