using Nuke.Common.Tests.Running;
using Xunit.Runner.InProc.SystemConsole;

namespace Nuke.Common.Tests;

/// <summary>The tests; or the build that they start as a process of its own, which is told its root as no test runner is.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments) =>
        arguments is [_, SampleBuild.Root] ? SampleBuild.Run() : await ConsoleRunner.Run(arguments);
}
