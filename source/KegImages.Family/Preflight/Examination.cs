using KegImages.Loading;
using KegImages.Locking;
using KegImages.Pipeline;

namespace KegImages.Preflight;

/// <summary>Looks at everything that a run needs, side by side, before a build minute is spent. Changes nothing.</summary>
/// <param name="options">How; <see cref="BuildOptions.Push"/> says whether what is missing for a push is an error.</param>
internal sealed class Examination(Workplace workplace, Selection selection, BuildOptions options)
{
    private readonly World world = workplace.World;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <summary>The finding in place of those that need an engine and its registry, where neither is there to be asked; null when they
    /// are.</summary>
    public Finding? Missing { get; init; }

    /// <summary>Whether an upload is begun to find out if pushes are permitted.</summary>
    public bool Probes { get; init; } = true;

    internal Workplace Workplace => workplace;

    /// <summary>All findings, whatever answers or does not.</summary>
    /// <exception cref="WrongUseException">An option is wrong: which images, which tag, which context.</exception>
    public async Task<DoctorReport> ExamineAsync(CancellationToken cancellationToken)
    {
        // Wrong options are the caller's to mend, and no finding.
        FamilyOverrides.Of(null, workplace.Place.Contexts);
        SecretDeclarations.OfOptions(workplace.Place.Secrets, workplace.Place.Ssh);
        var loading = TryAsync("family", workplace.LoadAsync, cancellationToken);
        var reading = TryAsync("git", workplace.ReadGitAsync, cancellationToken);
        var locking = TryAsync("lock", async token => await LockFile.ReadAsync(workplace.Root, token) ?? KegLock.Empty, cancellationToken);
        var engine = Missing is { } missing ? Task.FromResult<IEnumerable<Finding>>([missing])
            : ManyAsync("engine", async token => await EngineCheck.ExamineAsync(world, options.Builder,
                (await loading).Item1?.Settings.Builders ?? [], token), cancellationToken);
        var disk = ManyAsync("disk", token => DiskCheck.ExamineAsync(world, workplace.Root, AsksEngine, token), cancellationToken);

        var (model, familyFindings) = await loading;
        var (git, gitFindings) = await reading;
        var (locked, lockFindings) = await locking;
        var scope = model is null ? [] : Scope.Of(model.Family, selection).Images;
        var (released, releaseFindings) = model is null || git is null ? (git, [])
            : await TryAsync("release", token => ReleaseFacts.WithAsync(workplace, selection, model.Settings, git, token),
                cancellationToken);
        var (tags, tagFindings) = Tags(model, released);
        var provider = model is null ? null : workplace.ProviderOf(model.Settings);

        Task<IEnumerable<Finding>>[] sections =
        [
            engine,
            disk,
            Done([.. gitFindings, .. git is null ? [] : new[] { RepositoryCheck.Of(git) }, .. releaseFindings, .. tagFindings]),
            Done([.. familyFindings, .. lockFindings, .. model is null ? []
                : new[] { Finding.Ok("family",
                    $"{Human.Counted(model.Family.Images.Length, "image")} in {model.Settings.Groups.Length} groups, as "
                        + $"{KegSettings.FileName} says") }]),
            .. provider is null || IsLocal ? [] : workplace.MirrorsOf(model!.Settings).Insert(0, provider)
                .SelectMany(each => Provider(each, model!, scope, released ?? git, tags, cancellationToken)),
            Done([SourcesCheck.Certificates(world.Environment)]),
            Done(model is null ? [] : SecretsCheck.Of(model, scope, world.Environment)),
            .. model is null ? [] : new[] { ManyAsync("tests", token => TestsAsync(model, scope, token), cancellationToken) },
            .. provider is null || IsLocal ? [] : new[]
            {
                ManyAsync(
                    "parent",
                    token => SourcesCheck.ParentsAsync(world, model!.MappingTo(provider), locked, scope, AsksEngine, token),
                    cancellationToken),
            },
            ManyAsync("context", token => SourcesCheck.ContextsAsync(workplace, scope, token), cancellationToken),
        ];
        return new DoctorReport([.. (await Task.WhenAll(sections)).SelectMany(findings => findings)]);
    }

    private static async Task<IEnumerable<Finding>> TestsAsync(FamilyModel model, ImmutableArray<Image> scope,
        CancellationToken cancellationToken)
    {
        var tests = await TestFiles.TestFileReader.ReadAsync(model, scope, cancellationToken);
        return tests.IsEmpty ? [] : [Finding.Ok("tests", $"{tests.Values.Sum(image => image.Count)} tests of {tests.Count} images, "
            + $"{scope.Length - tests.Count} have none")];
    }

    // Neither the registry of a private engine that does not run is asked, nor any with --no-registry.
    private bool IsLocal => Missing is not null || workplace.Place.NoRegistry;

    private bool AsksEngine => Missing is null && options.Builder is null;

    private Task<IEnumerable<Finding>>[] Provider(
        Provider provider, FamilyModel model, ImmutableArray<Image> scope, GitFacts? git, TagSet? tags,
            CancellationToken cancellationToken) =>
    [
        Done([ProviderCheck.Namespace(provider, world.Environment)]),
        ManyAsync("login", token => LoginCheck.ExamineAsync(world, provider, options.Push, token), cancellationToken),
        ManyAsync("registry", token => Probes ? ProviderCheck.PushAsync(world, provider, scope, options.Push, token)
            : ProviderCheck.ReadAsync(world, provider, model.Settings.DefaultTag, token), cancellationToken),
        .. tags is null ? [] : new[] { ManyAsync("record", token => ProviderCheck.OwnerAsync(world, provider, tags, git?.Branch, token),
            cancellationToken) },
        ManyAsync("token", token => GitHubToken.ExamineAsync(world, provider, options.Push, token), cancellationToken),
        ManyAsync("packages", token => PackageLinks.ExamineAsync(world, provider, model.Family, FamilyTags.SettingsOf(model), git, token),
            cancellationToken),
    ];

    private (TagSet? Tags, IEnumerable<Finding> Findings) Tags(FamilyModel? model, GitFacts? git)
    {
        if (model is null || git is null)
            return (null, []);
        try
        {
            var tags = FamilyTags.Of(selection.Tag, model, git);
            return (tags, RepositoryCheck.Of(tags, model.Family));
        }
        catch (WrongUseException exception) when (selection.Tag is null)
        {
            return (null, Problems("tag", exception));
        }
    }

    private static Task<IEnumerable<Finding>> Done(IEnumerable<Finding> findings) => Task.FromResult(findings);

    private static async Task<IEnumerable<Finding>> ManyAsync(string check, Func<CancellationToken, Task<IEnumerable<Finding>>> work,
        CancellationToken cancellationToken)
    {
        var (found, failed) = await TryAsync(check, async token => (await work(token)).ToList(), cancellationToken);
        return found ?? failed;
    }

    // Whatever does not answer is a finding, and no check waits for ever.
    private static async Task<(T? Value, IEnumerable<Finding> Findings)> TryAsync<T>(string check, Func<CancellationToken, Task<T>> work,
        CancellationToken cancellationToken)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return (await work(limit.Token), []);
        }
        catch (WrongUseException exception)
        {
            return (null, Problems(check, exception));
        }
        catch (FailedException exception)
        {
            return (null, [Finding.Error(check, exception.Message)]);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, [Finding.Error(check, $"no answer within {Patience.TotalSeconds:0} s")]);
        }
    }

    private static IEnumerable<Finding> Problems(string check, WrongUseException exception) =>
        exception.Problems.Select(problem => Finding.Of(check, problem));
}
