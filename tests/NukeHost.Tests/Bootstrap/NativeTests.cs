using System.Text.RegularExpressions;

namespace Nuke.Common.Tests.Bootstrap;

/// <summary>
/// This repository's own build as machine code, with a component beside its targets that needs all that reflection does for a build.
/// </summary>
[Collection(Checkout.Lane)]
[Trait("needs", "a compiler")]
public sealed partial class NativeTests : IDisposable
{
    private const string Component = """
        using Nuke.Common;
        using Nuke.Common.Tooling;

        sealed class Size : Enumeration
        {
            public static Size Small = new() { Value = "small" };
            public static Size Big = new() { Value = "big" };
        }

        interface IGreet : INukeBuild
        {
            [Parameter("Who is greeted", ValueProviderMember = "Known")]
            string? Who => TryGetValue(() => Who);

            Target Greet => _ => _
                .Requires(() => Who)
                .Executes(() => Console.WriteLine($"hello {Who}"));
        }

        [ParameterPrefix("Greeting")]
        interface IGreetAll : IGreet
        {
            [Parameter("Aloud")] bool Loud => TryGetValue<bool?>(() => Loud) ?? false;
            [Parameter("On which day")] DayOfWeek Day => TryGetValue<DayOfWeek?>(() => Day) ?? DayOfWeek.Sunday;
            [Parameter("Whom else")] string[] Names => TryGetValue(() => Names) ?? [];
            [Parameter("How often")] int? Times => TryGetValue<int?>(() => Times);

            Target GreetAll => _ => _
                .DependsOn<IGreet>()
                .Executes(() => Console.WriteLine($"hello {string.Join(" and ", Names)} {Loud} {Day} {Times} {RootDirectory.Name.Length}"));
        }

        interface ILeave : IGreet
        {
            [Parameter("In which mood")] string? Mood => TryGetValue(() => Mood);

            Target Leave => _ => _.After<IGreet>();
        }

        sealed partial class Build : ILeave, IGreetAll
        {
            string[] Known() => ["you", "me"];

            [Parameter("How long it takes")] readonly TimeSpan Within;
            [Parameter("On which days")] readonly DayOfWeek[] Days = [];
            [Parameter("How big it is")] readonly Size Size = Size.Small;
            [Parameter("How often")] readonly int? Often;

            Target Answer => _ => _
                .TriggeredBy<IGreet>(x => x.Greet)
                .Executes(() => Console.WriteLine($"within {Within} on {string.Join(" and ", Days)}, {Size}, {Often}"));

            Target Started => _ => _
                .Executes(() => Console.WriteLine($"started {Path.GetFileName(Environment.ProcessPath)}"));
        }
        """;

    private readonly Checkout checkout = new();

    public void Dispose() => checkout.Dispose();

    [Fact(Explicit = true)]
    public async Task Machine_code_does_what_the_assembly_does_until_a_source_changes()
    {
        checkout.TakeTheRealBuild();
        File.WriteAllText(checkout["build/Build.Greet.cs"], Component);
        await WriteFamilyAsync();
        var first = await checkout.RunAsync("Started");
        first.Out.ShouldContain("started _build\n", customMessage: first.Error);
        var assembly = await ShowAsync();
        assembly[0].ShouldContain("hello you\n");
        assembly[1].ShouldContain("hello me and them True Friday 7 ");
        assembly[0].ShouldContain("within 01:02:03 on Monday and Friday, big, 3\n");
        assembly[^1].ShouldContain("1 to build");
        var git = await GitAsync();
        git.ShouldContain("with no commit yet", customMessage: "and it was git's library that said so");
        git.ShouldNotContain("own program");

        var made = await checkout.RunAsync("Native");

        made.ExitCode.ShouldBe(0, made.Out + made.Error);
        Directory.GetDirectories(checkout[".nuke/temp/build/embedded"], "native-*", SearchOption.AllDirectories).ShouldBeEmpty();
        (await checkout.RunAsync("Started")).Out.ShouldContain("started native\n");
        (await ShowAsync()).ShouldBe(assembly);
        (await GitAsync()).ShouldBe(git);
        (await checkout.RunAsync("Native")).Out.ShouldContain("machine code already\n");

        File.AppendAllText(checkout["build/Build.Greet.cs"], "\n");
        var next = await checkout.RunAsync("Started");
        next.Error.ShouldBe("Compiling build/ …\n");
        next.Out.ShouldContain("started _build\n");
    }

    private async Task<string> GitAsync() => (await checkout.RunAsync("Doctor", "--no-registry", "--root", checkout["family"])).Out
        .Split('\n').Single(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [not "→", "git", ..]);

    private async Task WriteFamilyAsync()
    {
        Directory.CreateDirectory(checkout["family/images/base"]);
        (await checkout.RunAsync("-c", ["git init --quiet family"])).ExitCode.ShouldBe(0);
        File.WriteAllText(checkout["family/keg.yml"], "provider: registry.example.org/keg\ngroups:\n  base: { folders: [images/base] }\n");
        File.WriteAllText(checkout["family/images/base/Dockerfile"], "FROM scratch\nCOPY file /\n");
        File.WriteAllText(checkout["family/images/base/file"], "text\n");
    }

    // What needs neither engine nor registry: values of every kind, wrong ones, help, and a family that is read, fingerprinted and planned.
    private async Task<string[]> ShowAsync()
    {
        string[][] runs =
        [
            ["Greet", "--who", "you", "--within", "1:02:03", "--days", "Monday", "friday", "--size", "BIG", "--often", "3"],
            ["GreetAll", "--who", "you", "--greeting-loud", "--greeting-day", "friday", "--greeting-names", "me", "them",
                "--greeting-times", "7"],
            ["Greet"],
            ["Greet", "--days", "Mondy"],
            ["Greet", "--size", "bigg"],
            ["Greet", "--within", "long"],
            ["Greett"],
            ["--help"],
            ["Lint", "--root", checkout["family"]],
            ["Plan", "--no-registry", "--tag", "feature", "--root", checkout["family"]],
        ];
        var shown = new List<string>();
        foreach (var run in runs)
        {
            var ended = await checkout.RunAsync(run);
            shown.Add($"{ended.ExitCode}\n{WithoutTime(ended.Out)}\n{WithoutTime(ended.Error)}");
        }

        return [.. shown];
    }

    internal static string WithoutTime(string text) => Time().Replace(text, " time");

    // The clock's at the start of a log line and at the end of the last line; how long a target took.
    [GeneratedRegex(@" *(?:^[0-9:]{8}(?= \[)|[0-9-]+ at [0-9:]{8}(?=\.)|(< 1sec|[0-9]+:[0-9]{2})$)", RegexOptions.Multiline)]
    private static partial Regex Time();
}
