using System.Collections.Immutable;
using System.Text;
using KegImages.Reports.Page;

namespace KegImages.Tests.Reporting.Page;

/// <summary>Pages with something in every part: of the six images that most families begin with, and of hundreds.</summary>
internal static class PageSamples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    // What a name, a line of a log or a message of a commit may hold to break out of where it stands.
    public const string Hostile = "</script><script>throw 1</script><!-- \"'&\u2028\u202egnp.exe";

    public static PageDocument Six { get; } = Of(6);

    public static PageDocument ThreeHundred { get; } = Of(300);

    public static string Html(PageDocument document, Func<string, string>? mask = null)
    {
        using var stream = new MemoryStream();
        new PageHtml(mask ?? (text => text)).Write(document, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static PageDocument Of(int size)
    {
        ImmutableArray<PageImage> images = [.. Enumerable.Range(0, size).Select(i => ImageOf(i, size))];
        ImmutableArray<PageBar> bars = [.. images.Where(image => image.Seconds is not null).Select((image, i) => BarOf(image, i))];
        return new PageDocument
        {
            Run = new PageRun
            {
                Kind = "report",
                At = Now,
                Provider = "ghcr.io/simpleviewinc",
                Tags = ["feature-x"],
                Branch = "feature/x",
                Commit = new string('a', 40),
                CommitTime = Now.AddHours(-2),
                Push = true,
                Sentence = $"{bars.Length} built, {size - bars.Length} others; no tag was moved.",
                Notes = ["the working tree has changes that are not committed", Hostile],
            },
            Images = images,
            Timeline = TimelineMaking.Of(Now.AddMinutes(-30), bars,
                name => images.Single(image => image.Name == name).Parents.Where(parent => parent.IsMember).Select(parent => parent.Name),
                new EarlierRun(Now.AddDays(-1), 250, images.Take(4).ToImmutableSortedDictionary(image => image.Name, _ => 42.0),
                    new string('b', 40)), new string('a', 40)),
            Layers =
            [
                .. images.Take(10).Select((image, i) => new PageLayer(image.Name, DigestOf(i), 180_000_000 / (i + 1), i % 3 == 2 ? null
                    : image.Dockerfile, i % 3 == 2 ? null : 4 + i, i % 3 == 2 ? null : "RUN npm ci --omit=dev && npm cache clean --force")),
            ],
            History = new PageHistory("feature-x",
            [
                .. Enumerable.Range(0, 5).Select(i => new PageRecord
                {
                    Commit = new string("abcde"[i], 40),
                    Time = Now.AddDays(-3 * i),
                    Author = "Ada Lovelace",
                    Subject = i == 1 ? Hostile : "Bring the engine's notes up to date",
                    Branch = "feature/x",
                    IsCurrent = i == 0,
                    Restore = i is 1 or 2 ? $"./build.sh Restore --to {new string("abcde"[i], 12)}" : null,
                    Gone = i > 2 ? "keg-core of it is not in the registry any more" : null,
                    Images = [.. images.Take(size - (i == 4 ? 1 : 0)).Select((image, at) => new PageRecordedImage(image.Name,
                        DigestOf(at % (i + 2) == 0 ? at + (1000 * i) : at), 50_000_000 + (i * 1_000_000), DigestOf(at)))],
                }),
            ], 7),
            Behind = new PageBehind
            {
                Outside =
                [
                    new PageOutside("node:20-alpine", "images/base/Dockerfile:2", [images[0].Name])
                    {
                        Locked = DigestOf(1), Now = DigestOf(2),
                        Created = Now.AddDays(-200), IsBehind = true, Says = "is locked to an older one",
                    },
                    new PageOutside("debian:12", "images/core/Dockerfile:9", [images[1].Name]) { Locked = DigestOf(3), Now = DigestOf(3),
                        Created = Now.AddDays(-20), Says = "locked, and still that" },
                ],
                Moved = [new PageMoved(images[3].Name, "tap", DigestOf(4), DigestOf(5))],
                GoneBranches = [new PageGoneBranch("fix-login", "fix/login")],
            },
            Lint =
            [
                new PageFinding("hidden-failure", "error", images[2].Name, "images/tap/Dockerfile:7", "a failing command is hidden by ';'",
                    "join commands with &&"),
                new PageFinding("expose", "warning", images[1].Name, "images/core/Dockerfile:12", Hostile, "expose it"),
            ],
            Unread = [new PageUnread("lines", "Which line made a layer was not read here.", "./build.sh Report")],
        };
    }

    private static PageImage ImageOf(int i, int size)
    {
        string[] names = ["keg-base", "keg-core", "keg-components", "tap", "evf", "keg-herkin"];
        var name = i < names.Length ? names[i] : i % 25 == 0 ? $"tools:{i}-alpine" : $"tap-{i:000}";
        int[] parents = i switch { 0 => [], 1 => [0], 2 => [1], 3 => [1, 2], _ => [i % 4 == 0 ? 1 : 3] };
        // A run of a few images, as runs are: of hundreds, most are reused.
        var state = i switch
        {
            0 => PageState.Behind,
            1 or 2 => PageState.Built,
            3 => PageState.Built,
            4 => size == 6 ? PageState.Untested : PageState.Failed,
            5 => size == 6 ? PageState.Failed : PageState.Blocked,
            _ => i % 17 == 0 ? PageState.Built : i % 41 == 0 ? PageState.Planned : PageState.Reused,
        };
        var built = state is PageState.Built or PageState.Failed;
        return new PageImage
        {
            Name = name,
            Repository = name.Split(':')[0],
            Variant = name.Split(':') is [_, var variant] ? variant : null,
            Group = i == 0 ? "base" : i < 4 ? "keg-hub" : "taps",
            State = state,
            Reason = i == 1 ? Hostile : built ? "inputs changed" : "the same inputs as sha256:1234",
            Sentence = built ? $"{name} is built because keg-core is, because images/core/Dockerfile:4 changed" : null,
            Reasons = built ? [new PageReason("its parent keg-core is built",
                [new PageReason("images/core/Dockerfile changed in line 4", [], "images/core/Dockerfile", 4)])] : [],
            Dockerfile = $"images/{name.Split(':')[0]}/Dockerfile",
            Parents = i == 0 ? [new PageParent("node:20-alpine", false, "images/base/Dockerfile:2", DigestOf(1))]
                : [.. parents.Select(parent =>
                    new PageParent(names[parent], true, $"images/{name.Split(':')[0]}/Dockerfile:1", DigestOf(parent)))],
            Tags = state == PageState.Failed ? [] : [$"ghcr.io/simpleviewinc/{name.Split(':')[0]}:feature-x"],
            Content = $"ghcr.io/simpleviewinc/{name.Split(':')[0]}:fp-{i:x16}",
            Digest = state is PageState.Failed or PageState.Planned or PageState.Blocked ? null : DigestOf(i),
            Seconds = built ? 20 + (i * 13 % 90) : null,
            IsCached = i == 3,
            Size = state is PageState.Failed or PageState.Blocked ? null
                : new PageSize(90_000_000 + (i * 3_000_000L % 200_000_000)) { Own = 12_000_000 + (i * 700_000L % 40_000_000), OwnLayers = 3,
                    Layers = 9, Before = i % 3 == 0 ? 88_000_000 + (i * 3_000_000L % 200_000_000) : null },
            Failure = state == PageState.Failed
                ? ["images/x/Dockerfile:3: x failed at 3/4 RUN false", Hostile, "  error: exit code 1"] : [],
            BlockedBy = state == PageState.Blocked ? "evf" : null,
            Behind = state == PageState.Behind ? ["node:20-alpine is locked to an older one"] : [],
            Tests = i == 1 ? [new PageTest("curl localhost", "passed", [], 1.5), new PageTest("version", "failed", [Hostile], 0.2)] : null,
        };
    }

    private static PageBar BarOf(PageImage image, int i)
    {
        var begin = i < 3 ? i * 40.0 : 120 + ((i - 3) / 4 * 30.0);
        var end = begin + (i < 3 ? 39.9 : 29);
        return new PageBar(image.Name, i < 3 ? 0 : (i - 3) % 4, begin, end,
        [
            new PageStep("2/4 COPY package.json package-lock.json ./", begin, begin + 3) { IsCached = true },
            new PageStep(i == 1 ? Hostile : "3/4 RUN npm ci --omit=dev", begin + 3, end - 5),
            new PageStep("exporting to image", end - 5, end),
        ]) { IsCached = image.IsCached, IsFailed = image.State == PageState.Failed };
    }

    private static string DigestOf(int seed) => $"sha256:{seed:x8}{new string('0', 56)}";
}
