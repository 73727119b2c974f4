using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Nuke.Common.Tests.Api;

public sealed partial class Api_tests
{
    [Fact]
    public void The_list_holds_what_the_host_offers() => HostApi.Offered().ShouldBe(HostApi.Listed());

    [Fact]
    public void The_build_uses_nothing_that_is_not_in_the_list()
    {
        var assembly = typeof(Api_tests).Assembly.Location.Replace("NukeHost.Tests", "_build", StringComparison.Ordinal);
        var referred = HostApi.ReferredBy(assembly);
        referred.ShouldContain("Nuke.Common.NukeBuild.Execute");
        // What every object has is no member of NUKE's.
        string[] everybodys = ["ToString", "Equals", "GetHashCode", "Invoke"];
        referred.Where(member =>
            !everybodys.Contains(member.Split('.')[^1]) && !(member.Contains("Target..ctor", StringComparison.Ordinal)))
            .Except(HostApi.Listed()).ShouldBeEmpty();
    }

    [Fact]
    public void A_build_class_can_use_every_listed_member()
    {
        var used = Words().Matches(Source()).Select(match => match.Value).ToHashSet();
        HostApi.Listed()
            .Where(member => !member.EndsWith("..ctor", StringComparison.Ordinal) && !member.Contains(".op_", StringComparison.Ordinal))
            .Where(member => !used.Contains(member.Split('.')[^1]))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task That_build_class_runs()
    {
        using var root = new Running.TemporaryRoot();
        var run = await Running.Run.Of<EveryMember>(root, "All --token t --number 1");
        run.ExitCode.ShouldBe(3, run.Text);
        run.Out.ShouldContain("// Key: Value");
    }

    private static string Source([CallerFilePath] string file = "") =>
        string.Concat(Directory.GetFiles(Path.GetDirectoryName(file)!, "EveryMember*.cs").Select(File.ReadAllText));

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
