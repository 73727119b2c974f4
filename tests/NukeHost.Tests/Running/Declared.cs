namespace Nuke.Common.Tests.Running;

/// <summary>As a build brings it along: the host knows it by its name.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class UsageAttribute(string topic, string options = "") : Attribute
{
    public string Topic => topic;

    public string Options => options;

    public string? Writes { get; set; }

    public string? Refuses { get; set; }

    public string[] Examples { get; set; } = [];

    public bool IsDaily { get; set; }
}

/// <summary>A component whose target says what it reads.</summary>
interface IDeclare : INukeBuild
{
    [Parameter("The tag.")]
    string? Tag => TryGetValue(() => Tag);

    [Parameter("Which taps.")]
    string[] Tap => TryGetValue(() => Tap) ?? [];

    [Parameter("Only shows.")]
    bool DryRun => TryGetValue<bool?>(() => DryRun) ?? false;

    [Parameter("A token."), Secret]
    string? Token => TryGetValue(() => Token);

    [Usage("Daily bread", "tag tap dry-run token", Writes = "an image", IsDaily = true,
        Examples = ["Bake --tap evf", "Bake --dry-run  # shows what it would do"])]
    Target Bake => _ => _.Description("Bakes.").Executes(() => Console.WriteLine($"baked {Tag} {string.Join('|', Tap)} {DryRun}"));

    [Usage("Daily bread", "tag", Writes = "the oven", Refuses = "dry-run", Examples = ["Clean"])]
    Target Clean => _ => _.Description("Cleans.").Executes(() => Console.WriteLine("cleaned"));

    [Usage("Looks", "tag", Examples = ["Show"])]
    Target Show => _ => _.Description("Shows.").DependsOn(Bake).Executes(() => Console.WriteLine("shown"));

    [Usage("Looks", Examples = ["List"])]
    Target List => _ => _.Description("Lists.").Executes(() => Console.WriteLine("listed"));
}

/// <summary>A build of declared targets and one that says nothing of itself.</summary>
sealed class Declared : NukeBuild, IDeclare
{
    Target Own => _ => _.Description("Says nothing.").Executes(() => Console.WriteLine("own"));
}
