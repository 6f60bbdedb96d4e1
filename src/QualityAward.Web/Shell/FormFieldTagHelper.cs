using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using QualityAward.Web.Errors;

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
    public string? Clause { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

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
        var kind = Type ?? Guess();
        var entry = ViewContext.ViewData.ModelState.TryGetValue(name, out var found) ? found : null;
        IReadOnlyList<string> messages = entry?.ValidationState == ModelValidationState.Invalid
            ? [.. entry.Errors.Select(e => ChineseBindingMessages.Named(ErrorSummary.Text(e), Label, kind, For is null ? null : Nullable.GetUnderlyingType(For.ModelExplorer.ModelType) ?? For.ModelExplorer.ModelType))]
            : [];
        if (entry?.Errors.Count > 0)
        {
            ErrorSummary.Shown(ViewContext.HttpContext, name, messages);
        }

        // Read now: written later, in a loop the expression would mean another item.
        IReadOnlyList<string> values = kind == "checkboxes" || (kind == "select" && Multiple) ? Many(entry) : [Text(kind, entry)];
        var field = new Field(name, ErrorSummary.IdOf(name), kind, values, messages);

        output.TagName = field.IsGrouped ? "fieldset" : "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "qa-field" + (field.IsWrong ? " qa-field-invalid" : "") + (context.AllAttributes.TryGetAttribute("class", out var given) ? " " + given.Value : ""));
        if (field.IsGrouped && DescribedBy(field) is { } described)
        {
            output.Attributes.SetAttribute("aria-describedby", described);
        }

        var inside = await output.GetChildContentAsync();
        output.Content.SetHtmlContent(new WrittenContent(html =>
        {
            Write(html, field);
            html.Content(inside);
        }));
    }

    private void Write(Markup html, Field field)
    {
        var isBox = field.Kind == "checkbox";
        if (!isBox)
        {
            LabelOf(html, field);
            HintOf(html, field);
        }

        // Always there, so that the autosave can speak through it.
        html.Raw("<div class=\"invalid-feedback\"");
        html.Attribute("id", field.Id + "-error");
        html.Attribute("data-error-for", field.Name);
        html.Raw(">");
        for (var index = 0; index < field.Messages.Count; index++)
        {
            html.Raw(index > 0 ? "<br>" : "");
            html.Text(field.Messages[index]);
        }

        html.Raw("</div>");
        switch (field.Kind)
        {
            case "radio" or "checkboxes":
                Choices(html, field);
                break;
            case "checkbox":
                Box(html, field);
                break;
            default:
                Entry(html, field);
                break;
        }

        if (Limit is { } limit)
        {
            html.Raw("<div class=\"qa-count\"");
            html.Attribute("id", field.Id + "-count");
            html.Attribute("data-count-for", field.Id);
            html.Raw(">");
            html.Text($"不超过 {Figures.Number(limit)} 字");
            html.Raw("</div>");
        }

        if (isBox)
        {
            HintOf(html, field);
        }
    }

    /// <summary>What belongs to the control for screen readers; null: nothing.</summary>
    private string? DescribedBy(Field field)
    {
        var hint = Hint is not null || Clause is not null ? field.Id + "-hint " : "";
        var error = field.IsWrong ? field.Id + "-error " : "";
        var count = Limit is not null ? field.Id + "-count " : "";
        return hint.Length + error.Length + count.Length == 0 ? null : (hint + error + count).TrimEnd();
    }

    private void LabelOf(Markup html, Field field)
    {
        var tag = field.IsGrouped ? "legend" : "label";
        html.Raw("<" + tag);
        html.Attribute("class", (LabelHidden ? "visually-hidden" : field.Kind == "checkbox" ? "form-check-label" : "form-label") + (Required && !LabelHidden ? " required" : ""));
        html.Attribute("for", field.IsGrouped ? null : field.Id);
        html.Raw(">");
        html.Text(Label);
        html.Raw("</" + tag + ">");
    }

    private void HintOf(Markup html, Field field)
    {
        if (Hint is null && Clause is null)
        {
            return;
        }

        html.Raw("<div class=\"form-hint\"");
        html.Attribute("id", field.Id + "-hint");
        html.Raw(">");
        html.Text(Hint);
        if (Clause is not null)
        {
            html.Raw("<span class=\"qa-clause\">");
            html.Text("依据：" + Clause);
            html.Raw("</span>");
        }

        html.Raw("</div>");
    }

    /// <summary>A control in which something is typed or picked.</summary>
    private void Entry(Markup html, Field field)
    {
        var width = " qa-width-" + (Width ?? (field.Kind is "date" or "number" or "money" or "datetime-local" ? "short" : "full"));
        if (Unit is not null)
        {
            html.Raw("<div");
            html.Attribute("class", "input-group qa-unit" + width);
            html.Raw(">");
        }

        switch (field.Kind)
        {
            case "textarea":
                Open(html, field, "textarea", "form-control" + width);
                Own(html, "rows", Rows.ToString(CultureInfo.InvariantCulture));
                // HTML drops the first line break inside a textarea.
                html.Raw(">\n");
                html.Text(field.Text);
                html.Raw("</textarea>");
                break;
            case "select":
                Open(html, field, "select", "form-select" + width);
                Own(html, "multiple", Multiple ? "multiple" : null);
                html.Raw(">");
                Options(html, field);
                html.Raw("</select>");
                break;
            default:
                Open(html, field, "input", "form-control" + width);
                // No type=number for money: it would refuse the thousands separators people paste.
                Own(html, "type", field.Kind == "money" ? "text" : field.Kind);
                Own(html, "inputmode", field.Kind == "money" ? "decimal" : null);
                Own(html, "data-number", field.Kind == "money" ? "" : null);
                Own(html, "step", field.Kind == "number" ? "any" : null);
                Own(html, "multiple", field.Kind == "file" && Multiple ? "multiple" : null);
                // A password is never sent back, a file cannot be.
                Own(html, "value", field.Kind is "file" or "password" ? null : field.Text);
                html.Raw(">");
                break;
        }

        if (Unit is not null)
        {
            html.Raw("<span class=\"input-group-text\">");
            html.Text(Unit);
            html.Raw("</span></div>");
        }
    }

    private void Box(Markup html, Field field)
    {
        html.Raw("<div class=\"form-check\">");
        Open(html, field, "input", "form-check-input");
        Own(html, "type", "checkbox");
        Own(html, "value", "true");
        Own(html, "checked", field.Text.Split(',').Contains("true", StringComparer.OrdinalIgnoreCase) ? "checked" : null);
        html.Raw(">");
        LabelOf(html, field);
        // An unticked box sends nothing; the binder then reads this false.
        html.Raw("<input type=\"hidden\"");
        html.Attribute("name", field.Name);
        html.Raw(" value=\"false\"></div>");
    }

    /// <summary>The control's start, with everything that all kinds have; its own attributes and the bracket follow.</summary>
    private void Open(Markup html, Field field, string tag, string css)
    {
        html.Raw("<" + tag);
        Own(html, "class", css + (field.IsWrong ? " is-invalid" : ""));
        Own(html, "aria-invalid", field.IsWrong ? "true" : null);
        Own(html, "id", field.Id);
        Own(html, "name", field.Name);
        Own(html, "autocomplete", Autocomplete);
        Own(html, "accept", Accept);
        Own(html, "data-limit", Limit?.ToString(CultureInfo.InvariantCulture));
        Own(html, "aria-required", Required ? "true" : null);
        Own(html, "disabled", Disabled ? "disabled" : null);
        Own(html, "readonly", Readonly ? "readonly" : null);
        Own(html, "aria-describedby", DescribedBy(field));
        foreach (var (key, value) in ControlAttributes)
        {
            html.Attribute(key, value ?? string.Empty);
        }
    }

    /// <summary>An attribute, unless the page gives the control another value for it.</summary>
    private void Own(Markup html, string attribute, string? value)
    {
        if (value is not null && !ControlAttributes.ContainsKey(attribute))
        {
            html.Attribute(attribute, value);
        }
    }

    private void Options(Markup html, Field field)
    {
        if (!Multiple && Placeholder.Length > 0)
        {
            Option(html, new SelectListItem(Placeholder, string.Empty), field);
        }

        foreach (var group in (Items ?? []).GroupBy(item => item.Group?.Name, StringComparer.Ordinal))
        {
            if (group.Key is not null)
            {
                html.Raw("<optgroup");
                html.Attribute("label", group.Key);
                html.Raw(">");
            }

            foreach (var item in group)
            {
                Option(html, item, field);
            }

            html.Raw(group.Key is null ? "" : "</optgroup>");
        }
    }

    private static void Option(Markup html, SelectListItem item, Field field)
    {
        var value = item.Value ?? item.Text;
        var isChosen = item.Selected || field.Has(value);
        html.Raw("<option");
        html.Attribute("value", value);
        html.Raw(isChosen ? " selected=\"selected\"" : "");
        html.Raw(item.Disabled ? " disabled=\"disabled\">" : ">");
        html.Text(item.Text);
        html.Raw("</option>");
    }

    private void Choices(Markup html, Field field)
    {
        html.Raw("<div class=\"qa-choices\">");
        var index = 0;
        foreach (var item in Items ?? [])
        {
            // The first keeps the field's own id, so that the error summary lands on it.
            var id = index == 0 ? field.Id : field.Id + "-" + index.ToString(CultureInfo.InvariantCulture);
            var value = item.Value ?? item.Text;
            html.Raw("<div class=\"form-check\"><input");
            html.Attribute("class", "form-check-input" + (field.IsWrong ? " is-invalid" : ""));
            html.Attribute("type", field.Kind == "radio" ? "radio" : "checkbox");
            html.Attribute("id", id);
            html.Attribute("name", field.Name);
            html.Attribute("value", value);
            html.Raw(item.Selected || field.Has(value) ? " checked=\"checked\"" : "");
            html.Raw(Disabled || item.Disabled ? " disabled=\"disabled\">" : ">");
            html.Raw("<label class=\"form-check-label\"");
            html.Attribute("for", id);
            html.Raw(">");
            html.Text(item.Text);
            html.Raw("</label></div>");
            index++;
        }

        html.Raw("</div>");
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

    /// <param name="Id">Of the control, and the beginning of those of hint, error and count.</param>
    /// <param name="Values">What it shows; more than one where several can be picked.</param>
    /// <param name="Messages">What is wrong with it.</param>
    private sealed record Field(string Name, string Id, string Kind, IReadOnlyList<string> Values, IReadOnlyList<string> Messages)
    {
        public bool IsGrouped => Kind is "radio" or "checkboxes";

        public bool IsWrong => Messages.Count > 0;

        public string Text => Values is [var first, ..] ? first : string.Empty;

        public bool Has(string value) => Values.Contains(value, StringComparer.Ordinal);
    }
}
