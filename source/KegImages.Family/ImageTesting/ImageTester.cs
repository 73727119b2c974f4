using System.Collections.Concurrent;
using KegImages.TestFiles;
using KegImages.Testing;

namespace KegImages.ImageTesting;

/// <summary>What tests a plan comes to.</summary>
/// <param name="ToRun">The images whose tests will run.</param>
/// <param name="Known">The images whose tests are known to pass.</param>
/// <param name="Untested">The images that have no tests.</param>
internal sealed record TestForecast(ImmutableArray<ImageName> ToRun, ImmutableArray<ImageName> Known, ImmutableArray<ImageName> Untested);

/// <summary>Tests the images of a run, each once, and knows which need not be tested again.</summary>
/// <param name="workplace">Where the family is, and everything outside.</param>
/// <param name="tests">How images are tested.</param>
/// <param name="scope">Whose results are believed.</param>
/// <param name="publishedAs">The image that is published, where the run itself has none.</param>
internal sealed class ImageTester(Workplace workplace, ImmutableDictionary<ImageName, ImageTests> tests, ResultScope scope,
    Func<ImageName, CancellationToken, Task<ImageReference?>> publishedAs)
{
    private readonly World world = workplace.World;
    private readonly KnownResults known = new(workplace.World, workplace.TemporaryFolder, scope);
    private readonly ConcurrentDictionary<ImageName, TestedImage> tested = [];

    /// <summary>Whether what passed is kept for later runs: not of an image that is undone where its tags are refused.</summary>
    public bool KeepsResults { get; init; } = true;

    /// <summary>Whether any image of the family has tests.</summary>
    public bool HasAny => !tests.IsEmpty;

    /// <summary>How the images stand that were tested, or are known to pass.</summary>
    public IReadOnlyCollection<TestedImage> Tested => [.. tested.Values];

    /// <summary>Whether an image has tests.</summary>
    public bool Has(ImageName name) => tests.ContainsKey(name);

    /// <summary>What a plan comes to: what is built is tested, and of what is there it is asked whether it was.</summary>
    public async Task<TestForecast> ForecastAsync(FamilyState state, CancellationToken cancellationToken)
    {
        var images = state.Images.Where(image => tests.ContainsKey(image.Name)).ToList();
        var passed = await Task.WhenAll(images.Select(image => IsKnownAsync(image, state, cancellationToken)));
        return new TestForecast(
            [.. images.Zip(passed).Where(pair => !pair.Second).Select(pair => pair.First.Name)],
            [.. images.Zip(passed).Where(pair => pair.Second).Select(pair => pair.First.Name)],
            [.. state.Images.Select(image => image.Name).Where(name => !tests.ContainsKey(name))]);
    }

    /// <summary>Tests what was not tested yet.</summary>
    /// <returns>Notes for people.</returns>
    /// <exception cref="FailedException">The engine does not answer, or an image is not to be had.</exception>
    public async Task<ImmutableArray<string>> TestAsync(FamilyState state, int parallel, Action<TestEvent> tell,
        CancellationToken cancellationToken)
    {
        var images = state.Images.Where(image => image.Pinned is not null && tests.ContainsKey(image.Name)
            && !(tested.GetValueOrDefault(image.Name) is { } before && before.Pinned == image.Pinned)).ToList();
        var subjects = (await Task.WhenAll(images.Select(image => SubjectAsync(image, state, cancellationToken)))).OfType<Subject>()
            .ToList();
        foreach (var (subject, since) in subjects.Zip(await Task.WhenAll(subjects.Select(subject =>
            known.FindAsync(subject.Key, subject.Task.Pinned, cancellationToken)))))
        {
            if (since is null)
                continue;
            var passed = new TestedImage
            {
                Name = subject.Task.Name,
                Pinned = subject.Task.Pinned,
                Files = [.. subject.Task.Tests.Files.Select(file => file.Suite.File)],
                Count = subject.Task.Tests.Count,
                KnownSince = since,
            };
            tested[passed.Name] = passed;
            tell(new TestingEnded(passed));
        }

        var open = subjects.Where(subject => !(tested.GetValueOrDefault(subject.Task.Name) is { } passed
            && passed.Pinned == subject.Task.Pinned)).ToList();
        if (open.Count == 0)
            return [];
        using var runner = new TestRunner(world, workplace.TemporaryFolder, parallel, tell);
        var results = await runner.RunAsync([.. open.Select(subject => subject.Task)], cancellationToken);
        foreach (var result in results)
            tested[result.Name] = result;
        if (!KeepsResults)
            return [];
        var notes = await Task.WhenAll(open.Zip(results).Where(pair => pair.Second.IsGreen).Select(async pair =>
            await known.KeepAsync(pair.First.Key, pair.Second, cancellationToken) is { } why
                ? $"{pair.Second.Name}: that its tests passed could not be kept, so that the next run tests it again: {why}" : null));
        return [.. notes.OfType<string>()];
    }

    private async Task<bool> IsKnownAsync(ImageState image, FamilyState state, CancellationToken cancellationToken) =>
        image.Pinned is not null && tests[image.Name].Others.All(other => state.Find(other) is not Planned)
        && await SubjectAsync(image, state, cancellationToken, isWanted: false) is { } subject
        && await known.FindAsync(subject.Key, subject.Task.Pinned, cancellationToken) is not null;

    private async Task<Subject?> SubjectAsync(ImageState image, FamilyState state, CancellationToken cancellationToken,
        bool isWanted = true)
    {
        var test = tests[image.Name];
        var pins = new Dictionary<ImageName, ImageReference> { [image.Name] = image.Pinned! };
        var digests = new Dictionary<ImageName, Digest>();
        foreach (var other in test.Others)
        {
            var pin = state.Find(other)?.Pinned ?? await publishedAs(other, cancellationToken);
            if (pin is null || await DigestOfAsync(pin, cancellationToken) is not { } digest)
            {
                return !isWanted ? null
                    : throw new FailedException($"the tests of '{image.Name}' start '{other}' too, and there is no such image: "
                    + $"build it with it: {workplace.Next($"TestImages --image {image.Name} --image {other}")}");
            }

            (pins[other], digests[other]) = (pin, digest);
        }

        if (await DigestOfAsync(image.Pinned!, cancellationToken) is { } own)
            return new Subject(new TestTask(test, image.Pinned!, pins), test.KeyOf(own, digests));
        return !isWanted ? null
            : throw new FailedException($"{image.Pinned} is not in the engine, so that it cannot be tested: push what is built "
            + $"elsewhere: {workplace.Next("TestImages --content-only")}");
    }

    // What no registry has is known by its id in the engine.
    private async Task<Digest?> DigestOfAsync(ImageReference pinned, CancellationToken cancellationToken) =>
        pinned.Digest ?? (await world.Engine.Images.FindAsync(pinned.ToString(), cancellationToken))?.Id;

    private sealed record Subject(TestTask Task, TestKey Key);
}
