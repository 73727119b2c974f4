using Nuke.Common.Utilities.Collections;

namespace Nuke.Common.Tests.Running;

/// <summary>A build whose targets end in every way that there is.</summary>
sealed class EveryStatus : NukeBuild
{
    static readonly bool s_never = Environment.ProcessId == 0;

    Target Everything => _ => _.DependsOn(Warn, Skipped, NotNow, Tolerated, Fail, Never, Assured);

    Target Warn => _ => _.Executes(() =>
    {
        Serilog.Log.Warning("Image {Image} is {Size:0.0} MB", "tap", 12.34);
        Serilog.Log.Information("{Count} done", 3);
        Serilog.Log.Debug("not at this verbosity");
        ReportSummary(_ => _.AddPair("Images", 7).AddPair("Size", "12 MB"));
    });

    Target Skipped => _ => _.DependsOn(OnlyForSkipped).OnlyWhenStatic(() => s_never).Executes(() => Console.WriteLine("must not run"));

    Target OnlyForSkipped => _ => _.Executes(() => Console.WriteLine("must not run"));

    Target NotNow => _ => _.OnlyWhenDynamic(() => s_never).Executes(() => Console.WriteLine("must not run"));

    Target Tolerated => _ => _.ProceedAfterFailure().Executes(() => throw new InvalidOperationException("tolerated"));

    Target Fail => _ => _.After(Warn, Tolerated, NotNow).Executes(async () =>
    {
        await Task.Yield();
        throw new InvalidOperationException("outer", new FormatException("inner"));
    });

    Target Never => _ => _.After(Fail).Executes(() => Console.WriteLine("must not run"));

    Target Assured => _ => _.After(Never).AssuredAfterFailure().Executes(() => Console.WriteLine("Failing: " + IsFailing));
}
