using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using QualityAward.Web.Access;

namespace QualityAward.Web.Documents;

/// <summary>Renders a Razor view of this folder to HTML for the printer (文书生成), outside any request, so that jobs can print too.</summary>
public sealed class DocumentRenderer(IRazorViewEngine engine, ITempDataProvider tempData, IServiceProvider services) : IOperation
{
    /// <param name="path">Path of the view below the project, e.g. <c>/Documents/Certificate.cshtml</c>.</param>
    public async Task<string> RenderAsync<T>(string path, T model)
    {
        var found = engine.GetView(executingFilePath: null, path, isMainPage: true);
        if (!found.Success)
        {
            throw new InvalidOperationException($"There is no view {path}; looked in {string.Join(", ", found.SearchedLocations)}.");
        }

        var http = new DefaultHttpContext { RequestServices = services };
        var action = new ActionContext(http, new RouteData(), new ActionDescriptor());
        await using var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        var data = new ViewDataDictionary<T>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model };
        await found.View.RenderAsync(new ViewContext(action, found.View, data, new TempDataDictionary(http, tempData), writer, new HtmlHelperOptions()));
        return writer.ToString();
    }
}
