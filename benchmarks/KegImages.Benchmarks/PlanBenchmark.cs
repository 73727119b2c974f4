using System.Globalization;
using KegImages.Commands;
using KegImages.LocalEngine;

namespace KegImages.Benchmarking;

/// <summary>Measures planning alone: a large family on disk, no registry and no engine asked.</summary>
internal sealed class PlanBenchmark(string clone, string folder, LocalEndpoint engine, ICommandRunner runner, Action<string> say)
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>Plans a family twice, the second time with the stat cache of the first; the first counts.</summary>
    public async Task<PlanReportRow> RunAsync(int images, double secondsGoal, double? megabytesGoal, CancellationToken cancellationToken)
    {
        // By digest, the base's parent need not be asked for; --force asks for no image either.
        var shape = new FamilyShape(images, HasRun: false, engine.RootImage.At(engine.RootDigest));
        var family = new GeneratedFamily(Path.Combine(folder, "planning"), shape, runner);
        await family.WriteAsync("planning", cancellationToken);
        var command = new Command(
            Path.Combine(clone, "build.sh"), "Plan", "--force", "--root", family.Root, "--registry", engine.Registry, "--namespace",
                "planning") { WorkingDirectory = family.Root };
        var meter = new Meter(runner, engine, clone);
        var (first, again) = (await meter.RunAsync(command, cancellationToken), await meter.RunAsync(command, cancellationToken));
        if (first.ExitCode != 0 || again.ExitCode != 0)
            throw new FailedException($"{command}{Environment.NewLine}exited with {first.ExitCode}:{Environment.NewLine}{first.Output}");
        say(string.Create(CultureInfo.InvariantCulture,
            $"planning {images} images: {first.Seconds:0.00} s, again {again.Seconds:0.00} s, {first.PeakMemory / Megabyte:0} MiB, "
                + $"{first.Requests} requests"));
        return new PlanReportRow(images, secondsGoal, first.Seconds, again.Seconds, megabytesGoal,
            Math.Max(first.PeakMemory, again.PeakMemory) / Megabyte);
    }
}
