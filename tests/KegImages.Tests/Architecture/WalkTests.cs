using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using KegImages.Tests.Pipeline;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Architecture;

/// <summary>The way from build.sh to the PUT of <c>--tag feature-x</c> is short, and docs/architecture.md has it as it is.</summary>
public sealed partial class WalkTests
{
    private const int Longest = 8;

    [Fact]
    public async Task The_documentation_has_every_frame_of_the_walk_to_the_PUT_of_a_tag()
    {
        var documented = Documented();

        documented.Length.ShouldBeLessThanOrEqualTo(Longest);
        documented[..3].ShouldBe(["build.sh", "IPushImages.Push", "IHazDockerFamily.CarryOutOrShowAsync"]);
        (await WalkedAsync()).ShouldBe(documented[3..]);
    }

    [Fact]
    public void The_target_leads_where_the_walk_goes_on()
    {
        var components = Path.Combine(ThisClone.Root, "source", "KegImages.Nuke");
        var push = File.ReadAllText(Path.Combine(components, "IPushImages.cs")).ReplaceLineEndings(" ");

        push.ShouldMatch(@"Target Push => [^;]*\.Executes\(\(\) => CarryOutOrShowAsync\(OpenedFamily\.Of\(this\)\.Publish\)\);");
        File.ReadAllText(Path.Combine(components, "IHazDockerFamily.cs")).ShouldContain(
            "Task CarryOutOrShowAsync(Decision decision) => (DryRun ? decision.Show : decision.CarryOut)(ThisProcess.Interrupted);");
    }

    // An exception on its way back passes every frame that waits for the request, whatever thread that went on.
    private static async Task<string[]> WalkedAsync()
    {
        using var run = await PretendedRun.CreateAsync("develop");
        run.Registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "PUT" || !request.RawUrl!.EndsWith("/keg-base/manifests/feature-x", StringComparison.Ordinal))
                return false;
            FakeRegistry.Answer(response, 500);
            return true;
        };
        var error = await Should.ThrowAsync<FailedException>(() => run.RunAsync(run.Options with { Tag = "feature-x" }));

        string[] frames = [.. Causes(error).Reverse().SelectMany(cause => new StackTrace(cause).GetFrames())
            .Select(frame => frame.GetMethod()!).Where(IsOurs).Select(NameOf)];
        string[] walk = [.. frames.SkipWhile(frame => frame != "RegistryClient.OfferManifestAsync").Reverse()];
        return [.. walk.Where((frame, i) => i == 0 || walk[i - 1] != frame)];
    }

    private static IEnumerable<Exception> Causes(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            yield return exception;
    }

    private static bool IsOurs(MethodBase method) =>
        method.DeclaringType!.Assembly.GetName().Name is { } room && room.StartsWith("KegImages.", StringComparison.Ordinal)
        && method.DeclaringType.Assembly != typeof(WalkTests).Assembly;

    // An async method is a class of its own below the one that it is written in; a lambda or function in it is a part of it.
    private static string NameOf(MethodBase method)
    {
        var (type, name) = (method.DeclaringType!, method.Name);
        for (; type.Name.StartsWith('<'); type = type.DeclaringType!)
            name = name == "MoveNext" ? type.Name : name;
        var written = name.TrimStart('<');
        return $"{type.Name}.{(written == name ? name : written[..written.IndexOf('>', StringComparison.Ordinal)])}";
    }

    private static string[] Documented()
    {
        var text = File.ReadAllText(Path.Combine(ThisClone.Root, "docs", "architecture.md"));
        var section = text[text.IndexOf("### The walk of `--tag feature-x`", StringComparison.Ordinal)..];
        return [.. Step().Matches(section).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"^\d\. `([^`]+)`", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Step();
}
