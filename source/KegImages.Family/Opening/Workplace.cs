using KegImages.Contexts;
using KegImages.Git;
using KegImages.Loading;
using KegImages.SecretFiles;
using KegImages.Secrets;

namespace KegImages.Opening;

/// <summary>What every command is given: everything outside, where the family is, and who reads what it reports.</summary>
/// <param name="World">Everything outside.</param>
/// <param name="Place">Where the family and its images are.</param>
public sealed record Workplace(World World, FamilyPlace Place)
{
    /// <summary>The folder that holds <c>keg.yml</c>.</summary>
    public string Root => Place.Root;

    /// <summary><c>--json</c>: where reports are written as JSON, in place of what people read; null to write for people.</summary>
    public TextWriter? Json
    {
        get;
        init => field = value is null ? null : new Consoles.VisibleWriter(value, isGitHub: false);
    }

    /// <summary>The folder for what is kept, below the root.</summary>
    internal string TemporaryFolder => Path.Combine(Root, OwnFolders.Temporary);

    /// <summary>The way out for reports.</summary>
    internal ReportOutput Output => new(this);

    /// <summary>The image that the base is built on; null for what the Dockerfile says.</summary>
    internal string? NodeImage => Place.NodeImage ?? World.NodeImage?.ToString();

    /// <summary>What the taps are built on where the caller says it: an option, else the variable that the family's files are named after.
    /// </summary>
    internal ChosenParent? BaseImage => (Place.BaseImage, World.Environment.GetValueOrDefault(ValuesFormat.KegBaseImage)) switch
    {
        ({ } option, _) => Chosen(option, Place.BaseImageFrom),
        (_, { Length: > 0 } variable) => Chosen(variable, $"{ValuesFormat.KegBaseImage} in the environment"),
        _ => null,
    };

    private ChosenParent Chosen(string image, string place) =>
        new(new Located<string>(image, new SourceLocation(place)), Place.Registry ?? World.Registry, Place.Namespace);

    /// <summary>A command that means the same engine and registry.</summary>
    internal string Next(string words) => $"{ThisProgram.Name} {words}{World.SameWorld}";

    /// <summary>
    /// The settings and the family, with what the options say over the files. From then on the secrets that they declare are masked, and no
    /// process inherits them.
    /// </summary>
    /// <exception cref="WrongUseException">Options and files that are wrong, all together.</exception>
    internal async Task<FamilyModel> LoadAsync(CancellationToken cancellationToken)
    {
        var gathering = new Gathering();
        var overrides = gathering.Try(() => FamilyOverrides.Of(NodeImage, Place.Contexts) with { BaseImage = BaseImage });
        var secrets = gathering.Try(() => SecretDeclarations.OfOptions(Place.Secrets, Place.Ssh));
        // Without what they were to say, the family would be wrong for that reason alone.
        gathering.ThrowIfAny();
        var model = await FamilyLoader.LoadAsync(Root, overrides! with { Secrets = secrets! }, cancellationToken);
        foreach (var known in new MachineSecrets(World.Environment).Known(model)
            .Concat(model.Family.Images.SelectMany(image => SecretArguments.Written(image, model.Settings))))
            known.HideBy(World.Masking);
        World.Withheld.Add(model.Family.Images.SelectMany(image => image.Secrets.Values)
            .Where(secret => secret.Kind == BuildSecretKind.Environment).Select(secret => secret.Source).Distinct());
        var ofSigning = SignSettings.SecretVariables(model.Settings.Sign).ToList();
        World.Withheld.Add(ofSigning);
        World.Masking.Add(ofSigning.Select(name => World.Environment.GetValueOrDefault(name)).OfType<string>());
        return model;
    }

    /// <summary>Reads the family and what is asked of it, before anybody waits for an engine.</summary>
    /// <exception cref="WrongUseException">Options and files that are wrong.</exception>
    /// <param name="selection">What is asked of it.</param>
    /// <param name="check">What a command asks of it besides; null for nothing.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task CheckAsync(Selection selection, Action<FamilyModel>? check, CancellationToken cancellationToken)
    {
        // The engine brings an image for the base, by a name that is not known yet.
        var expected = this with { World = World with { NodeImage = World.NodeImage ?? ImageReference.Parse("node") } };
        var model = await expected.LoadAsync(cancellationToken);
        _ = ScopeOf(model.Family, selection);
        check?.Invoke(model);
    }

    /// <summary>What the repository says.</summary>
    internal Task<GitFacts> ReadGitAsync(CancellationToken cancellationToken) =>
        GitRepository.ReadAsync(Root, World.Environment, World.Runner, cancellationToken);

    /// <summary>Family and repository, both read at once; what is wrong with them is thrown with all that was gathered before.</summary>
    internal async Task<(FamilyModel Model, GitFacts Git)> OpenAsync(Gathering gathering, CancellationToken cancellationToken)
    {
        var loading = gathering.TryAsync(LoadAsync(cancellationToken));
        var reading = gathering.TryAsync(ReadGitAsync(cancellationToken));
        var (model, git) = (await loading, await reading);
        gathering.ThrowIfAny();
        return (model!, git!);
    }

    /// <summary>The further providers, which get the same digests; none in a run elsewhere.</summary>
    internal ImmutableArray<Provider> MirrorsOf(KegSettings settings) =>
        Place.Registry is null && Place.Namespace is null && World.Registry is null ? settings.Mirrors : [];

    /// <summary>Where images go and come from. Throws <see cref="WrongUseException"/> with each option that is wrong.</summary>
    internal Provider ProviderOf(KegSettings settings)
    {
        List<Problem> problems = [];
        if (Place.Registry?.Contains('@', StringComparison.Ordinal) == true)
            problems.Add(new Problem(
                "--registry: a login does not belong into the registry's name, where every command line and message shows it",
                    Next: "leave it out, and log in: docker login <registry>"));
        else if (Place.Registry is { } registry && !(Provider.TryParse($"{registry}/any", out var there) && there.Registry == registry))
            problems.Add(new Problem(
                $"--registry '{registry}' is not a registry: expected a host, with a port where it needs one, such as ghcr.io or "
                    + "localhost:5000, and no https:// before it"));
        if (Place.Namespace is { } space && !(Provider.TryParse($"localhost/{space}", out var below) && below.Namespace == space))
            problems.Add(new Problem(
                $"--namespace '{space}' is not a namespace: expected lower-case words with slashes between them, such as simpleviewinc "
                    + "or simpleviewinc/keg"));
        WrongUseException.ThrowIfAny(problems);
        return Provider.Parse(
            $"{Place.Registry ?? World.Registry ?? settings.Provider.Registry}/{Place.Namespace ?? settings.Provider.Namespace}");
    }

    /// <summary>The images that are asked for. Throws <see cref="WrongUseException"/> with every name that is wrong.</summary>
    internal Scope ScopeOf(Family family, Selection selection) => Scope.Of(family, selection, World.SameWorld);
}
