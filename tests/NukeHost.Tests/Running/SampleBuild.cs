using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Nuke.Common.Tests.Running;

/// <summary>A build in a process of its own: what signals do to it is seen from outside.</summary>
sealed class SampleBuild : NukeBuild
{
    readonly TaskCompletionSource _told = new();

    /// <summary>The last argument of its command line, after its targets: the current folder is the root.</summary>
    public const string Root = "--root";

    public static int Run() => Execute<SampleBuild>(x => x.Listening);

    Target Listening => _ => _.Executes(async () =>
    {
        Console.CancelKeyPress += (_, key) => key.Cancel = _told.TrySetCanceled();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => _told.TrySetCanceled());
        Console.WriteLine("ready");
        await _told.Task;
    });

    Target WithChild => _ => _.Executes(async () =>
    {
        using var child = Process.Start("sleep", "1000");
        Console.WriteLine($"child {child.Id}");
        Console.WriteLine("ready");
        await child.WaitForExitAsync();
        throw new InvalidOperationException("the child ended");
    });

    Target Later => _ => _
        .DependsOn(Listening)
        .Executes(() => Console.WriteLine("must not run"));

    Target TidyUp => _ => _
        .After(Listening, WithChild, Later)
        .AssuredAfterFailure()
        .Executes(() => Console.WriteLine("tidied up"));
}
