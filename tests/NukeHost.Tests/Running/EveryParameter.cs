using System.ComponentModel;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tests.Running;

enum Speed
{
    Slow,
    Fast,
}

[TypeConverter(typeof(TypeConverter<Color>))]
sealed class Color : Enumeration
{
    public static readonly Color Red = new() { Value = "red" };
    public static readonly Color Blue = new() { Value = "blue" };
}

interface IHasFeed : INukeBuild
{
    [Parameter("Where packages go.")]
    string? Feed => TryGetValue(() => Feed);

    [Parameter("How often it is tried.")]
    int? Retries => TryGetValue<int?>(() => Retries);
}

/// <summary>A build with a parameter of every kind, and a target that says what they hold.</summary>
class EveryParameter : NukeBuild, IHasFeed
{
    [Parameter("The tag."), Category("Images")]
    readonly string Tag = "from the initializer";

    [Parameter("Names.", Separator = ","), Category("Images")]
    readonly string[] Names = [];

    [Parameter("How many at once.")]
    readonly int Parallel = 4;

    [Parameter("How long.")]
    readonly double? Minutes;

    [Parameter("Only shows.")]
    readonly bool DryRun;

    [Parameter("Maybe.")]
    readonly bool? Maybe;

    [Parameter("How fast.")]
    readonly Speed Speed;

    [Parameter("Which colours.")]
    readonly Color[] Colors = [];

    [Parameter("A folder.")]
    readonly AbsolutePath? Folder;

    [Parameter("Another name.", Name = "Renamed", ValueProviderMember = nameof(Provided))]
    string? Original { get; set; }

    [Parameter("A day.")]
    DateOnly? Day { get; }

    [Parameter("The token."), Secret]
    readonly string? DockerToken;

    [Parameter("All tokens."), Secret]
    readonly string[] Tokens = [];

    static IEnumerable<string> Provided => ["one", "two"];

    Target Show => _ => _.Description("Shows every value.").Executes(() =>
    {
        (string, object?)[] values =
        [
            ("Tag", Tag), ("Names", string.Join('|', Names)), ("Parallel", Parallel), ("Minutes", Minutes), ("DryRun", DryRun),
                ("Maybe", Maybe),
            ("Speed", Speed), ("Colors", string.Join<Color>('|', Colors)), ("Folder", Folder), ("Renamed", Original),
                ("Day", Day?.ToString("O")),
            ("DockerToken", DockerToken), ("Tokens", string.Join('|', Tokens)), ("Feed", ((IHasFeed)this).Feed),
                ("Retries", ((IHasFeed)this).Retries),
        ];
        foreach (var (name, value) in values)
            Console.WriteLine(FormattableString.Invariant($"{name} = {value ?? "null"}"));
    });

    Target NeedsFolder => _ => _.Requires(() => Folder).Executes(() => Console.WriteLine("must not run"));

    Target NeedsMinutes => _ => _.Requires(() => Minutes).Requires(() => Parallel > 100).Executes(() => Console.WriteLine("must not run"));
}
