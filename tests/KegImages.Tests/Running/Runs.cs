using System.Collections.Immutable;
using KegImages.Configuration;
using KegImages.Environments;
using KegImages.References;
using KegImages.Running;

namespace KegImages.Tests.Running;

/// <summary>Facts of starts, made by hand.</summary>
internal static class Runs
{
    public static readonly Digest Digest = Digest.Parse("sha256:" + new string('a', 64));

    public static readonly Digest OtherDigest = Digest.Parse("sha256:" + new string('b', 64));

    public static StartFacts Facts { get; } = new()
    {
        Name = ImageName.Parse("keg-herkin"),
        Alias = "herkin",
        Family = "ghcr.io/simpleviewinc",
        Image = Image("ghcr.io/simpleviewinc/keg-herkin:feature-x"),
        Label = "herkin-feature-x",
        Proxy = ProxySettings.Usual,
        Folder = "/clone/.nuke/temp/running/herkin-feature-x",
        Ports = [19006, 9229],
        Variables = [new TapVariable("GREETING", "it's $HOME \"now\"", "values.yml:3", false),
            new TapVariable("KEG_IMAGE_FROM", "ghcr.io/simpleviewinc/keg-herkin:develop", "values.yml:4", false)],
        HasNetwork = true,
    };

    public static RunnableImage Image(string reference) =>
        new() { Reference = ImageReference.Parse(reference), Why = "--from", Digest = Digest };

    public static StartFacts With(this StartFacts facts, ComposeModel compose) =>
        facts with { ComposePath = "/clone/taps/keg-herkin/container/docker-compose.yml", Compose = compose };

    public static ComposeModel Compose(params ComposeService[] services) =>
        new("taps/keg-herkin/container/docker-compose.yml", [.. services]);

    public static TapContainer Container(string tap, string tag, string state = "running") => new()
    {
        Id = $"{tap}-{tag}-id",
        Name = $"{tap}-{tag}-{tap}-1",
        ImageId = OtherDigest,
        State = state,
        Labels = new Dictionary<string, string>
        {
            [TapLabels.Family] = "ghcr.io/simpleviewinc",
            [TapLabels.Tap] = tap,
            [TapLabels.Image] = $"ghcr.io/simpleviewinc/{tap}:{tag}",
            [TapLabels.Pinned] = $"ghcr.io/simpleviewinc/{tap}@{Digest}",
            [TapLabels.Project] = $"{tap}-{tag}",
            [TapLabels.Port] = "19006",
            [TapLabels.Url] = $"http://{tap}-{tag}.local.kegdev.xyz",
            ["io.keg.branch"] = "feature/x",
        }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Published = ImmutableSortedDictionary<int, string>.Empty.Add(19006, "127.0.0.1:32768"),
    };
}
