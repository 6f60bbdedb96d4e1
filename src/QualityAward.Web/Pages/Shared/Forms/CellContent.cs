using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using QualityAward.Domain.Forms;

namespace QualityAward.Web.Pages.Shared.Forms;

/// <summary>
/// The control of one cell of a table (单元格控件). Written straight to the page: a section has up to hundreds of cells, and a partial for each of them cost more than
/// all the rest of the page.
/// </summary>
public sealed class CellContent(CellEditor cell, ModelStateDictionary problems) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        var column = cell.Column.Column;
        var (name, id) = (cell.FieldName, cell.FieldId);
        if (cell.IsComputed)
        {
            writer.Write("<output class=\"qa-computed\"");
            Identity();
            Attribute("data-formula", cell.LiveFormula);
            writer.Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $" data-decimals=\"{cell.Decimals}\">"));
            encoder.Encode(writer, cell.Value);
            writer.Write("</output>");
            return;
        }

        var errors = problems.TryGetValue(name, out var entry) ? entry.Errors : [];
        switch (column.Kind)
        {
            case CellKind.YesNo:
                Open("<select", "form-select");
                writer.Write("><option value=\"\">请选择</option>");
                Choice(YesNoQuestion.YesValue, column.Yes);
                Choice(YesNoQuestion.NoValue, column.No);
                writer.Write("</select>");
                break;
            case CellKind.Text when column.Limit > 100:
                Open("<textarea", "form-control");
                // HTML drops the first line break inside.
                writer.Write(" rows=\"2\">\n");
                encoder.Encode(writer, cell.Value);
                writer.Write("</textarea>");
                break;
            default:
                Open("<input", "form-control");
                writer.Write(column.Kind == CellKind.Number ? " inputmode=\"decimal\" data-number" : "");
                Attribute("type", cell.InputType);
                Attribute("value", cell.Value);
                writer.Write('>');
                break;
        }

        writer.Write("<div class=\"invalid-feedback\" id=\"");
        encoder.Encode(writer, id);
        writer.Write("-error\"");
        Attribute("data-error-for", name);
        writer.Write('>');
        encoder.Encode(writer, string.Join("；", errors.Select(e => e.ErrorMessage)));
        writer.Write("</div>");

        void Open(string tag, string css)
        {
            writer.Write(tag);
            writer.Write(" class=\"");
            writer.Write(css);
            writer.Write(errors.Count > 0 ? " is-invalid\" aria-invalid=\"true\"" : "\"");
            Identity();
            if (errors.Count > 0)
            {
                Attribute("aria-describedby", id + "-error");
            }
        }

        void Identity()
        {
            Attribute("id", id);
            Attribute("name", name);
            Attribute("aria-label", cell.Label);
            Attribute("data-column", cell.Column.Heading);
        }

        void Choice(string value, string words)
        {
            writer.Write("<option");
            Attribute("value", value);
            writer.Write(string.Equals(value, cell.Value, StringComparison.Ordinal) ? " selected=\"selected\">" : ">");
            encoder.Encode(writer, words);
            writer.Write("</option>");
        }

        void Attribute(string attribute, string? value)
        {
            if (value is null)
            {
                return;
            }

            writer.Write(' ');
            writer.Write(attribute);
            writer.Write("=\"");
            encoder.Encode(writer, value);
            writer.Write('"');
        }
    }
}
