using Microsoft.AspNetCore.Mvc;

namespace QualityAward.Web.Errors;

/// <summary>What a page says when a typed value cannot be read at all (无法识别的填写内容), instead of the framework's English.</summary>
internal static class ChineseBindingMessages
{
    public const string Unreadable = "填写的内容无法识别，请检查后重新填写。";

    private const string Missing = "缺少必填内容，请补充后再提交。";

    private const string NoNumber = "须填写数字，请重新填写。";

    /// <summary>The framework knows properties, not the labels of fields: what it says of one does not tell which.</summary>
    public static bool NamesNoField(string message) => message is Unreadable or Missing or NoNumber;

    /// <summary>The same of a field that has a name, with what would be read there; other messages as they are.</summary>
    public static string Named(string message, string label, string kind, Type? type)
    {
        var isChosen = kind is "select" or "radio" or "checkboxes";
        return message switch
        {
            _ when label.Length == 0 => message,
            Missing => isChosen ? $"请选择“{label}”。" : $"请填写“{label}”。",
            Unreadable or NoNumber when isChosen => $"请从“{label}”列出的选项中选择。",
            Unreadable or NoNumber when type == typeof(int) || type == typeof(long) => $"“{label}”须是整数，请重新填写。",
            Unreadable or NoNumber when type == typeof(decimal) || type == typeof(double) => $"“{label}”须是数字，请重新填写。",
            Unreadable when type == typeof(DateOnly) => $"“{label}”须是日期，请按 2022-04-25 的形式填写。",
            Unreadable when kind == "datetime-local" => $"“{label}”须是日期和时间，请按 2022-04-25 17:30 的形式填写。",
            Unreadable => $"“{label}”的内容无法识别，请检查后重新填写。",
            _ => message,
        };
    }

    public static void Set(MvcOptions options)
    {
        var messages = options.ModelBindingMessageProvider;
        messages.SetAttemptedValueIsInvalidAccessor((_, _) => Unreadable);
        messages.SetMissingBindRequiredValueAccessor(_ => Missing);
        messages.SetMissingKeyOrValueAccessor(() => Missing);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => "没有收到提交的内容，请重新提交。");
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => Unreadable);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => Unreadable);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => NoNumber);
        messages.SetUnknownValueIsInvalidAccessor(_ => Unreadable);
        messages.SetValueIsInvalidAccessor(_ => Unreadable);
        messages.SetValueMustBeANumberAccessor(_ => NoNumber);
        messages.SetValueMustNotBeNullAccessor(_ => Missing);

        // A page's own rules say what is missing, in its own words.
        options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
    }
}
