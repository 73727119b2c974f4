using KegImages.Building;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.References;
using KegImages.Reports;
using KegImages.Tests.Building;
using KegImages.Texts;

namespace KegImages.Tests.Pipeline;

/// <summary>Every image's whole log, whatever is shown of it.</summary>
public sealed class ImageLogsTests : IDisposable
{
    private static readonly BuildStep Evf = FamilyOf.Step("evf");

    private readonly string root = Directory.CreateTempSubdirectory("keg-logs-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void It_holds_every_line_and_why_it_failed()
    {
        var logs = New();
        logs.Add(new ImageStarted(Evf));
        foreach (var happened in Sample.Events("failing-run"))
            logs.Add(new ImageProgressed(Evf.Image.Name, happened));
        logs.Add(new ImageEnded(new Failed(Evf, Sample.Log("failing-run").Failure(Evf.Image.Name, "taps/evf/Dockerfile",
            new("docker", "buildx"), 1), TimeSpan.FromSeconds(3))));

        var lines = Read(Evf).Split('\n').Select(line => line.Length > 10 ? line[10..].TrimEnd() : "").ToList();
        lines[0].ShouldBe("building: asked for");
        foreach (var number in Enumerable.Range(1, 30))
            lines.ShouldContain($"3/4 | {number}", "what is shown at the end is only the last of them");
        lines.ShouldContain("taps/evf/Dockerfile:5: evf failed at 3/4 RUN echo before && seq 30 && exit 7");
        lines.ShouldContain("  its whole log: output/logs/evf.log");
    }

    [Fact]
    public void No_secret_is_in_it_and_nothing_that_a_terminal_would_obey()
    {
        var logs = New(new Masking(["s3cr3t-t0ken"]));
        logs.Add(new ImageStarted(Evf));
        logs.Add(new ImageProgressed(Evf.Image.Name, new VertexLogged("v", "with s3cr3t-t0ken\u202e\e[31m")));
        logs.Add(new ImageEnded(new Built(Evf, Evf.Content, TimeSpan.Zero, false)));

        Read(Evf).ShouldNotContain("s3cr3t");
        Read(Evf).ShouldContain("with ***");
        Read(Evf).ShouldNotContain("\e");
        Read(Evf).ShouldNotContain("\u202e");
    }

    [Fact]
    public void What_an_earlier_run_left_is_not_taken_for_this_one_s()
    {
        Directory.CreateDirectory(Path.Combine(root, "output/logs"));
        File.WriteAllText(Path.Combine(root, "output/logs/old.log"), "of yesterday");
        File.WriteAllText(Path.Combine(root, "output/logs/mine.txt"), "a person's");

        New();

        Directory.GetFiles(Path.Combine(root, "output/logs")).Select(Path.GetFileName).ShouldBe(["mine.txt"]);
    }

    [Fact]
    public void A_second_round_goes_on_in_the_same_log()
    {
        var logs = New();
        for (var round = 0; round < 2; round++)
        {
            logs.Add(new ImageStarted(Evf));
            logs.Add(new ImageEnded(new Built(Evf, Evf.Content, TimeSpan.Zero, false)));
        }

        Read(Evf).Split('\n').Count(line => line.EndsWith("  building: asked for", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void A_log_that_cannot_be_written_stops_nothing_and_is_said()
    {
        File.WriteAllText(Path.Combine(root, "output"), "a file in its place");
        var logs = New();

        logs.Add(new ImageStarted(Evf));
        logs.Add(new ImageProgressed(Evf.Image.Name, new VertexLogged("v", "line")));
        logs.Add(new ImageEnded(new Built(Evf, Evf.Content, TimeSpan.Zero, false)));

        logs.Problem.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("tap", "tap.log")]
    [InlineData("base:3.23", "base@3.23.log")]
    [InlineData("base_3.23", "base_3.23.log")]
    [InlineData("nul", "+nul.log")]
    [InlineData("com1.x", "+com1.x.log")]
    public void An_image_s_name_makes_a_file_s_name(string image, string file) =>
        LogFile.Of(ImageName.Parse(image)).ShouldBe($"output/logs/{file}");

    [Fact]
    public void Long_names_are_cut_and_stay_two()
    {
        var (one, other) = (LogFile.Of(ImageName.Parse(new string('a', 240))), LogFile.Of(ImageName.Parse(new string('a', 241))));

        one.ShouldNotBe(other);
        Path.GetFileName(one).Length.ShouldBeLessThan(256);
    }

    private ImageLogs New(Masking? masking = null) => new(root, masking ?? new Masking([]), TimeProvider.System);

    private string Read(BuildStep step) => File.ReadAllText(Path.Combine(root, LogFile.Of(step.Image.Name)));
}
