using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace QualityAward.Infrastructure.Programmes;

/// <summary>Registers the programme data (奖项数据注册).</summary>
public static class ProgrammeServices
{
    /// <summary>
    /// Reads all packs now, so that a broken one stops the start. <c>Programmes:Root</c> names the folder, relative to the program's own;
    /// without it the folder <c>Programmes</c> beside the program is read.
    /// </summary>
    public static IServiceCollection AddProgrammes(this IServiceCollection services, IConfiguration configuration)
    {
        var root = Path.Combine(AppContext.BaseDirectory, configuration["Programmes:Root"] ?? "Programmes");
        var catalogue = ProgrammeCatalogue.Load(root);
        return services.AddSingleton(catalogue).AddSingleton(catalogue.Authorities).AddSingleton(HolidayReader.Read(root)).AddSingleton(MessageReader.Read(root))
            .AddSingleton(HonourHistoryReader.Read(root, catalogue));
    }
}
