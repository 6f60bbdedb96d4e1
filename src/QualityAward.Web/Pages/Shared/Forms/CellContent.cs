using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using QualityAward.Domain.Forms;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Shared.Forms;

/// <summary>
/// The control of one cell of a table (单元格控件). Written straight to the page: a section has up to hundreds of cells, and a partial for each of them cost more than
/// all the rest of the page.
/// </summary>
public sealed class CellContent(CellEditor cell, ModelStateDictionary problems) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        var html = new Markup(writer, encoder);
        if (cell.IsComputed)
        {
            html.Raw("<output class=\"qa-computed\"");
            Identity(html);
            html.Attribute("data-formula", cell.LiveFormula);
            html.Attribute("data-decimals", cell.Decimals.ToString(CultureInfo.InvariantCulture));
            html.Raw(">");
            html.Text(cell.Value);
            html.Raw("</output>");
            return;
        }

        var column = cell.Column.Column;
        var errors = problems.TryGetValue(cell.FieldName, out var entry) ? entry.Errors : [];
        switch (column.Kind)
        {
            case CellKind.YesNo:
                Open(html, "<select class=\"form-select", errors.Count > 0);
                html.Raw("><option value=\"\">请选择</option>");
                Choice(html, YesNoQuestion.YesValue, column.Yes);
                Choice(html, YesNoQuestion.NoValue, column.No);
                html.Raw("</select>");
                break;
            case CellKind.Text when column.Limit > 100:
                Open(html, "<textarea class=\"form-control", errors.Count > 0);
                // HTML drops the first line break inside.
                html.Raw(" rows=\"2\">\n");
                html.Text(cell.Value);
                html.Raw("</textarea>");
                break;
            default:
                Open(html, "<input class=\"form-control", errors.Count > 0);
                html.Raw(column.Kind == CellKind.Number ? " inputmode=\"decimal\" data-number" : "");
                html.Attribute("type", cell.InputType);
                html.Attribute("value", cell.Value);
                html.Raw(">");
                break;
        }

        html.Raw("<div class=\"invalid-feedback\"");
        html.Attribute("id", cell.FieldId + "-error");
        html.Attribute("data-error-for", cell.FieldName);
        html.Raw(">");
        html.Text(string.Join("；", errors.Select(e => e.ErrorMessage)));
        html.Raw("</div>");
    }

    /// <param name="start">Up to the first class.</param>
    private void Open(Markup html, string start, bool isWrong)
    {
        html.Raw(start);
        html.Raw(isWrong ? " is-invalid\" aria-invalid=\"true\"" : "\"");
        Identity(html);
        html.Attribute("aria-describedby", isWrong ? cell.FieldId + "-error" : null);
    }

    private void Identity(Markup html)
    {
        html.Attribute("id", cell.FieldId);
        html.Attribute("name", cell.FieldName);
        html.Attribute("aria-label", cell.Label);
        html.Attribute("data-column", cell.Column.Heading);
    }

    private void Choice(Markup html, string value, string words)
    {
        html.Raw("<option");
        html.Attribute("value", value);
        html.Raw(string.Equals(value, cell.Value, StringComparison.Ordinal) ? " selected=\"selected\">" : ">");
        html.Text(words);
        html.Raw("</option>");
    }
}
