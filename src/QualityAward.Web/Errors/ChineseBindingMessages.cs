using Microsoft.AspNetCore.Mvc;

namespace QualityAward.Web.Errors;

/// <summary>What a page says when a typed value cannot be read at all (无法识别的填写内容), instead of the framework's English.</summary>
internal static class ChineseBindingMessages
{
    private const string Unreadable = "填写的内容无法识别，请检查后重新填写。";

    public static void Set(MvcOptions options)
    {
        var messages = options.ModelBindingMessageProvider;
        messages.SetAttemptedValueIsInvalidAccessor((_, _) => Unreadable);
        messages.SetMissingBindRequiredValueAccessor(_ => "缺少必填内容，请补充后再提交。");
        messages.SetMissingKeyOrValueAccessor(() => "缺少必填内容，请补充后再提交。");
        messages.SetMissingRequestBodyRequiredValueAccessor(() => "没有收到提交的内容，请重新提交。");
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => Unreadable);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => Unreadable);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => "须填写数字，请重新填写。");
        messages.SetUnknownValueIsInvalidAccessor(_ => Unreadable);
        messages.SetValueIsInvalidAccessor(_ => Unreadable);
        messages.SetValueMustBeANumberAccessor(_ => "须填写数字，请重新填写。");
        messages.SetValueMustNotBeNullAccessor(_ => "缺少必填内容，请补充后再提交。");

        // A page's own rules say what is missing, in its own words.
        options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
    }
}
