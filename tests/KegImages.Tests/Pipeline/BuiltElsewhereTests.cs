using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.References;
using KegImages.Reports;

namespace KegImages.Tests.Pipeline;

public sealed class BuiltElsewhereTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("built ").FullName;
    private readonly List<string> notes = [];

    [Fact]
    public async Task What_each_report_says_is_known_and_what_cannot_be_read_is_a_note()
    {
        Write("keg-built-1.1", Report("base", 12));
        Write("keg-built-2.1", Report("tap", 30));
        Write("keg-built-2.2", "{");
        Write("keg-built-2.3", Report("../tap", 1));

        var elsewhere = await BuiltElsewhere.ReadAsync(folder, notes.Add, CancellationToken.None);
        var known = elsewhere.LastBuilds;

        known.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value.Seconds}")
            .ShouldBe(["base 12", "tap 30"]);
        notes.ShouldHaveSingleItem().ShouldStartWith("how long the images of keg-built-2.2/family.json took is not known: ");
        known[ImageName.Parse("tap")].Duration.ShouldBe(TimeSpan.FromSeconds(30));
        elsewhere.Digests.ShouldBe([DigestOf("base"), DigestOf("tap")], ignoreOrder: true);
    }

    [Fact]
    public async Task What_a_run_elsewhere_took_over_is_nothing_that_it_built()
    {
        Write("keg-built-1.1", Report("base", 12, "reused"));

        (await BuiltElsewhere.ReadAsync(folder, notes.Add, CancellationToken.None)).Digests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_nothing_was_built_elsewhere_nothing_is_known() =>
        (await BuiltElsewhere.ReadAsync(Path.Combine(folder, "none"), notes.Add, CancellationToken.None)).LastBuilds.ShouldBeEmpty();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Digest DigestOf(string image) => Digest.Of(System.Text.Encoding.UTF8.GetBytes(image));

    private static string Report(string image, double seconds, string state = "built") =>
        new FamilyReport([new ImageReport { Image = image, State = state, Reason = "asked for", Digest = DigestOf(image).ToString(),
            LastBuild = new LastBuild(seconds, ["linux/amd64"]) }]).ToJson();

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.Combine(folder, name));
        File.WriteAllText(Path.Combine(folder, name, "family.json"), text);
    }
}
