using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Programmes;

public sealed class PackWriterTests
{
    public static TheoryData<string> Codes => [.. Directory.EnumerateDirectories(ProgrammeFolder.Real).Select(d => Path.GetFileName(d)).Where(d => d is not ("shared" or "schema"))];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_pack_that_is_written_and_read_again_is_the_same_to_the_last_character(string code)
    {
        var pack = PackReader.Read(ProgrammeFolder.Real, code);
        var root = Directory.CreateTempSubdirectory("packs").FullName;
        try
        {
            foreach (var (name, text) in PackWriter.Files(pack))
            {
                var path = Path.Combine(root, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }

            Assert.Equal(PackSnapshot.Of(pack).Json, PackSnapshot.Of(PackReader.Read(root, code)).Json);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
