using System.Text.Json;
using KegImages.Benchmarking;
using KegImages.Configuration;
using KegImages.Images;
using KegImages.Processes;

namespace KegImages.Tests.Benchmarking;

public sealed class GeneratedFamilyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("keg-benchmark-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(3, false)]
    [InlineData(50, true)]
    public async Task The_family_and_the_bake_file_say_the_same(int images, bool hasRun)
    {
        var shape = new FamilyShape(images, hasRun, ImageReference.Parse("127.0.0.1:5000/library/node:20"));
        var generated = new GeneratedFamily(Path.Combine(folder, "family"), shape, new ProcessRunner());
        await generated.WriteAsync("salt", default);
        await generated.WriteBakeAsync("127.0.0.1:5000/bench", ["develop", "master"], default);

        var family = (await FamilyLoader.LoadAsync(generated.Root, FamilyOverrides.Of(null, []), default)).Family;
        using var bake = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(generated.Root, GeneratedFamily.BakeFile)));

        family.Images.Length.ShouldBe(images);
        var targets = bake.RootElement.GetProperty("target");
        foreach (var image in family.Images)
        {
            var target = targets.GetProperty(image.Name.ToString());
            Path.Combine(generated.Root, target.GetProperty("context").GetString()!).ShouldBe(image.ContextPath);
            target.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldBe([$"127.0.0.1:5000/bench/{image.Name}:develop", $"127.0.0.1:5000/bench/{image.Name}:master"]);
            var parents = image.Parents.Where(parent => parent.Member is not null).ToDictionary(parent => parent.Reference.ToString(), parent => $"target:{parent.Member}");
            var linked = target.TryGetProperty("contexts", out var contexts) ? contexts.EnumerateObject().ToDictionary(link => link.Name, link => link.Value.GetString()!) : [];
            linked.ShouldBe(parents);
            File.ReadAllText(image.DockerfilePath).Contains("\nRUN ", StringComparison.Ordinal).ShouldBe(hasRun);
        }
    }

    [Fact]
    public void A_process_tree_knows_the_time_of_this_process()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 60)
            ProcessTree.ResidentBelow(Environment.ProcessId);

        ProcessTree.ProcessorTime(Environment.ProcessId).ShouldBeGreaterThan(0.02);
    }

    [Fact]
    public async Task What_a_process_tree_is_told_to_leave_out_is_not_counted_nor_what_is_below_it()
    {
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("bash", ["-c", "sleep 60; true"]))!;
        try
        {
            for (var look = 0; look < 100 && ProcessTree.ResidentBelow(shell.Id) == 0; look++)
                await Task.Delay(50);

            ProcessTree.ResidentBelow(shell.Id).ShouldBeGreaterThan(0);
            var sleeping = int.Parse(await File.ReadAllTextAsync($"/proc/{shell.Id}/task/{shell.Id}/children"), System.Globalization.CultureInfo.InvariantCulture);
            ProcessTree.ResidentBelow(shell.Id, without: sleeping).ShouldBe(0);
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
    }
}
