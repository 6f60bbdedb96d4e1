using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace QualityAward.Web.Shell;

/// <summary>One field of a form: label, hint, control, live count and error, tied together for screen readers.</summary>
/// <remarks>
/// <c>&lt;form-field for="Input.Name" label="组织名称" hint="与营业执照一致" required /&gt;</c>; a field that is not on the model gives
/// <c>name</c> and <c>value</c> instead. What stands between the tags comes after the control. Fields carry no HTML <c>required</c>:
/// the browser's own bubbles would hide the error summary.
/// </remarks>
[HtmlTargetElement("form-field")]
public sealed class FormFieldTagHelper : TagHelper
{
    [HtmlAttributeName("for")]
    public ModelExpression? For { get; set; }

    public string? Name { get; set; }

    public object? Value { get; set; }

    /// <summary>The official field name.</summary>
    public string Label { get; set; } = string.Empty;

    public string? Hint { get; set; }

    /// <summary>The rule that asks for this field, shown after the hint.</summary>
    public string? Clause { get; set; }

    /// <summary>text, textarea, select, date, datetime-local, number, money, password, email, tel, search, file, checkbox, checkboxes, radio; guessed from the model when left out.</summary>
    public string? Type { get; set; }

    public bool Required { get; set; }

    public bool Disabled { get; set; }

    public bool Readonly { get; set; }

    public IEnumerable<SelectListItem>? Items { get; set; }

    /// <summary>First line of a select; defaults to 请选择, none when empty.</summary>
    public string Placeholder { get; set; } = "请选择";

    /// <summary>Largest 字数; shown and counted, never cut off.</summary>
    public int? Limit { get; set; }

    public int Rows { get; set; } = 5;

    /// <summary>Behind the control, such as 万元 or %.</summary>
    public string? Unit { get; set; }

    /// <summary>short (dates, numbers), medium (names) or full.</summary>
    public string? Width { get; set; }

    public string? Autocomplete { get; set; }

    public string? Accept { get; set; }

    public bool Multiple { get; set; }

    /// <summary>Says the label to screen readers only, such as in table cells.</summary>
    public bool LabelHidden { get; set; }

    [HtmlAttributeName("control-", DictionaryAttributePrefix = "control-")]
    public IDictionary<string, string?> ControlAttributes { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var name = Name ?? ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For?.Name ?? throw new InvalidOperationException("form-field needs for or name"));
        var id = ErrorSummary.IdOf(name);
        var kind = Type ?? Guess();
        var entry = ViewContext.ViewData.ModelState.TryGetValue(name, out var found) ? found : null;
        var errors = entry?.ValidationState == ModelValidationState.Invalid ? entry.Errors : [];
        var messages = errors.Select(error => string.IsNullOrEmpty(error.ErrorMessage) ? "填写的内容无法识别，请检查后重新填写" : error.ErrorMessage).ToList();
        var grouped = kind is "radio" or "checkboxes";
        var described = new List<string>();

        output.TagName = grouped ? "fieldset" : "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        var classes = "qa-field" + (messages.Count > 0 ? " qa-field-invalid" : "") + (context.AllAttributes.TryGetAttribute("class", out var given) ? " " + given.Value : "");
        output.Attributes.SetAttribute("class", classes);

        var label = Tag(grouped ? "legend" : "label", LabelHidden ? "visually-hidden" : "form-label" + (Required ? " required" : ""));
        label.InnerHtml.Append(Label);
        if (!grouped)
        {
            label.Attributes["for"] = id;
        }

        var control = grouped ? Choices(name, id, kind, entry, described, messages.Count > 0) : null;

        if (kind != "checkbox")
        {
            output.Content.AppendHtml(label);
        }

        if (Hint is not null || Clause is not null)
        {
            var hint = Tag("div", "form-hint");
            hint.Attributes["id"] = id + "-hint";
            hint.InnerHtml.Append(Hint ?? string.Empty);
            if (Clause is not null)
            {
                var clause = Tag("span", "qa-clause");
                clause.InnerHtml.Append("依据：" + Clause);
                hint.InnerHtml.AppendHtml(clause);
            }

            described.Add(id + "-hint");
            if (kind != "checkbox")
            {
                output.Content.AppendHtml(hint);
            }
            else
            {
                output.PostContent.AppendHtml(hint);
            }
        }

        // Always there, so that the autosave can speak through it.
        var error = Tag("div", "invalid-feedback");
        error.Attributes["id"] = id + "-error";
        error.Attributes["data-error-for"] = name;
        for (var index = 0; index < messages.Count; index++)
        {
            if (index > 0)
            {
                error.InnerHtml.AppendHtml(new TagBuilder("br") { TagRenderMode = TagRenderMode.SelfClosing });
            }

            error.InnerHtml.Append(messages[index]);
        }

        if (messages.Count > 0)
        {
            described.Add(id + "-error");
        }

        if (Limit is not null)
        {
            described.Add(id + "-count");
        }

        output.Content.AppendHtml(error);
        output.Content.AppendHtml(control ?? Control(name, id, kind, entry, described, messages.Count > 0, label));

        if (grouped && described.Count > 0)
        {
            output.Attributes.SetAttribute("aria-describedby", string.Join(' ', described));
        }

        if (Limit is { } limit)
        {
            var count = Tag("div", "qa-count");
            count.Attributes["id"] = id + "-count";
            count.Attributes["data-count-for"] = id;
            count.InnerHtml.Append($"不超过 {Figures.Number(limit)} 字");
            output.Content.AppendHtml(count);
        }

        output.Content.AppendHtml(await output.GetChildContentAsync());
    }

    private TagBuilder Control(string name, string id, string kind, ModelStateEntry? entry, List<string> described, bool invalid, TagBuilder label)
    {
        var text = Text(kind, entry);
        var control = kind switch
        {
            "textarea" => Tag("textarea", "form-control"),
            "select" => Tag("select", "form-select"),
            "checkbox" => Tag("input", "form-check-input"),
            _ => Tag("input", "form-control"),
        };
        control.Attributes["id"] = id;
        control.Attributes["name"] = name;
        var width = Width ?? (kind is "date" or "number" or "money" or "datetime-local" ? "short" : "full");
        if (kind != "checkbox")
        {
            control.AddCssClass("qa-width-" + width);
        }

        switch (kind)
        {
            case "textarea":
                control.Attributes["rows"] = Rows.ToString(CultureInfo.InvariantCulture);
                // HTML drops the first line break inside a textarea.
                control.InnerHtml.AppendHtml("\n");
                control.InnerHtml.Append(text);
                break;
            case "select":
                if (Multiple)
                {
                    control.Attributes["multiple"] = "multiple";
                }
                else if (Placeholder.Length > 0)
                {
                    control.InnerHtml.AppendHtml(Option(new SelectListItem(Placeholder, string.Empty), text));
                }

                foreach (var group in (Items ?? []).GroupBy(item => item.Group?.Name, StringComparer.Ordinal))
                {
                    if (group.Key is null)
                    {
                        foreach (var item in group)
                        {
                            control.InnerHtml.AppendHtml(Option(item, text));
                        }

                        continue;
                    }

                    var optgroup = new TagBuilder("optgroup");
                    optgroup.Attributes["label"] = group.Key;
                    foreach (var item in group)
                    {
                        optgroup.InnerHtml.AppendHtml(Option(item, text));
                    }

                    control.InnerHtml.AppendHtml(optgroup);
                }

                break;
            case "checkbox":
                control.Attributes["type"] = "checkbox";
                control.Attributes["value"] = "true";
                if (text.Split(',').Contains("true", StringComparer.OrdinalIgnoreCase))
                {
                    control.Attributes["checked"] = "checked";
                }

                break;
            case "money":
                // No type=number: it would refuse the thousands separators people paste.
                control.Attributes["type"] = "text";
                control.Attributes["inputmode"] = "decimal";
                control.Attributes["data-number"] = string.Empty;
                control.Attributes["value"] = text;
                break;
            case "number":
                control.Attributes["type"] = "number";
                control.Attributes["step"] = "any";
                control.Attributes["value"] = text;
                break;
            case "file":
                control.Attributes["type"] = "file";
                if (Multiple)
                {
                    control.Attributes["multiple"] = "multiple";
                }

                break;
            case "password":
                // Never sent back.
                control.Attributes["type"] = "password";
                break;
            default:
                control.Attributes["type"] = kind;
                control.Attributes["value"] = text;
                break;
        }

        Optional(control, "autocomplete", Autocomplete);
        Optional(control, "accept", Accept);
        Optional(control, "data-limit", Limit?.ToString(CultureInfo.InvariantCulture));
        Optional(control, "aria-required", Required ? "true" : null);
        Optional(control, "disabled", Disabled ? "disabled" : null);
        Optional(control, "readonly", Readonly ? "readonly" : null);
        Optional(control, "aria-describedby", described.Count > 0 ? string.Join(' ', described) : null);
        if (invalid)
        {
            control.AddCssClass("is-invalid");
            control.Attributes["aria-invalid"] = "true";
        }

        foreach (var (key, value) in ControlAttributes)
        {
            control.Attributes[key] = value ?? string.Empty;
        }

        if (control.TagName == "input")
        {
            control.TagRenderMode = TagRenderMode.SelfClosing;
        }

        if (kind == "checkbox")
        {
            label.Attributes["class"] = "form-check-label" + (Required ? " required" : "");
            var check = Tag("div", "form-check");
            check.InnerHtml.AppendHtml(control).AppendHtml(label);

            // An unticked box sends nothing; the binder then reads this false.
            var off = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
            off.Attributes["type"] = "hidden";
            off.Attributes["name"] = name;
            off.Attributes["value"] = "false";
            check.InnerHtml.AppendHtml(off);
            return check;
        }

        if (Unit is null)
        {
            return control;
        }

        var suffixed = Tag("div", "input-group qa-unit qa-width-" + width);
        var unit = Tag("span", "input-group-text");
        unit.InnerHtml.Append(Unit);
        suffixed.InnerHtml.AppendHtml(control).AppendHtml(unit);
        return suffixed;
    }

    private TagBuilder Choices(string name, string id, string kind, ModelStateEntry? entry, List<string> described, bool invalid)
    {
        var chosen = kind == "radio" ? [Text(kind, entry)] : Many(entry);
        var list = Tag("div", "qa-choices");
        var index = 0;

        foreach (var item in Items ?? [])
        {
            // The first keeps the field's own id, so that the error summary lands on it.
            var choiceId = index == 0 ? id : id + "-" + index.ToString(CultureInfo.InvariantCulture);
            var value = item.Value ?? item.Text;
            var check = Tag("div", "form-check");
            var input = Tag("input", "form-check-input" + (invalid ? " is-invalid" : ""));
            input.TagRenderMode = TagRenderMode.SelfClosing;
            input.Attributes["type"] = kind == "radio" ? "radio" : "checkbox";
            input.Attributes["id"] = choiceId;
            input.Attributes["name"] = name;
            input.Attributes["value"] = value;
            Optional(input, "checked", item.Selected || chosen.Contains(value, StringComparer.Ordinal) ? "checked" : null);
            Optional(input, "disabled", Disabled || item.Disabled ? "disabled" : null);
            var label = Tag("label", "form-check-label");
            label.Attributes["for"] = choiceId;
            label.InnerHtml.Append(item.Text);
            check.InnerHtml.AppendHtml(input).AppendHtml(label);
            list.InnerHtml.AppendHtml(check);
            index++;
        }

        return list;
    }

    private string Guess()
    {
        if (Items is not null)
        {
            return "select";
        }

        if (For is null)
        {
            return "text";
        }

        var type = Nullable.GetUnderlyingType(For.ModelExplorer.ModelType) ?? For.ModelExplorer.ModelType;
        return type == typeof(bool) ? "checkbox"
            : type == typeof(DateOnly) ? "date"
            : type == typeof(DateTimeOffset) || type == typeof(DateTime) ? "datetime-local"
            : type == typeof(decimal) || type == typeof(int) || type == typeof(long) || type == typeof(double) ? "number"
            : typeof(IFormFile).IsAssignableFrom(type) ? "file"
            : "text";
    }

    private string Text(string kind, ModelStateEntry? entry)
    {
        // What the person typed wins over the model, so that nothing is lost when it could not be read.
        if (entry?.AttemptedValue is { } typed)
        {
            return typed;
        }

        return (Value ?? For?.Model) switch
        {
            null => string.Empty,
            bool yes => yes ? "true" : "false",
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset moment => ChinaTime.ToChina(moment).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            DateTime local => local.ToString(kind == "date" ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            decimal amount => amount.ToString("0.############", CultureInfo.InvariantCulture),
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            { } other => other.ToString() ?? string.Empty,
        };
    }

    private List<string> Many(ModelStateEntry? entry)
    {
        if (entry?.RawValue is string[] typed)
        {
            return [.. typed];
        }

        if (entry?.AttemptedValue is { } one)
        {
            return [one];
        }

        return (Value ?? For?.Model) is System.Collections.IEnumerable values and not string
            ? [.. values.Cast<object?>().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty)]
            : [];
    }

    private TagBuilder Option(SelectListItem item, string chosen)
    {
        var option = new TagBuilder("option");
        var value = item.Value ?? item.Text;
        option.Attributes["value"] = value;
        if (item.Selected || (Multiple ? Many(null).Contains(value, StringComparer.Ordinal) : value == chosen))
        {
            option.Attributes["selected"] = "selected";
        }

        Optional(option, "disabled", item.Disabled ? "disabled" : null);
        option.InnerHtml.Append(item.Text);
        return option;
    }

    private static TagBuilder Tag(string name, string css)
    {
        var tag = new TagBuilder(name);
        tag.Attributes["class"] = css;
        return tag;
    }

    private static void Optional(TagBuilder tag, string attribute, string? value)
    {
        if (value is not null)
        {
            tag.Attributes[attribute] = value;
        }
    }
}
