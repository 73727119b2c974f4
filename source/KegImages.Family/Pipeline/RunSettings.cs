using KegImages.Contexts;
using KegImages.Loading;
using KegImages.Locking;
using KegImages.SecretFiles;
using KegImages.Secrets;

namespace KegImages.Pipeline;

/// <summary>What options, <c>keg.yml</c> and the machine say together.</summary>
internal static class RunSettings
{
    /// <summary>The folder for what a run keeps, below the root.</summary>
    public const string TemporaryFolder = OwnFolders.Temporary;

    /// <summary>
    /// The settings and the family, with what the options say over the files. From then on the secrets that they declare are masked, and no
    /// process inherits them.
    /// </summary>
    /// <exception cref="WrongUseException">Options and files that are wrong, all together.</exception>
    public static async Task<FamilyModel> LoadAsync(RunOptions options, World world, CancellationToken cancellationToken)
    {
        var gathering = new Gathering();
        var overrides = gathering.Try(() => FamilyOverrides.Of(NodeImageOf(options, world), options.Contexts));
        var secrets = gathering.Try(() => SecretDeclarations.OfOptions(options.Secrets, options.Ssh));
        // Without what they were to say, the family would be wrong for that reason alone.
        gathering.ThrowIfAny();
        var model = await FamilyLoader.LoadAsync(options.Root, overrides! with { Secrets = secrets! }, cancellationToken);
        foreach (var known in new MachineSecrets(world.Environment).Known(model)
            .Concat(model.Family.Images.SelectMany(image => SecretArguments.Written(image, model.Settings))))
            known.HideBy(world.Masking);
        world.Withheld.Add(model.Family.Images.SelectMany(image => image.Secrets.Values)
            .Where(secret => secret.Kind == BuildSecretKind.Environment).Select(secret => secret.Source).Distinct());
        return model;
    }

    /// <summary>The image that the base is built on; null for what the Dockerfile says.</summary>
    public static string? NodeImageOf(RunOptions options, World world) => options.NodeImage ?? world.NodeImage?.ToString();

    /// <summary>Where images go and come from. Throws <see cref="WrongUseException"/> with each option that is wrong.</summary>
    public static Provider ProviderOf(RunOptions options, World world, KegSettings settings)
    {
        List<Problem> problems = [];
        if (options.Registry?.Contains('@', StringComparison.Ordinal) == true)
            problems.Add(new Problem(
                "--registry: a login does not belong into the registry's name, where every command line and message shows it",
                    Next: "leave it out, and log in: docker login <registry>"));
        else if (options.Registry is { } registry && !(Provider.TryParse($"{registry}/any", out var there) && there.Registry == registry))
            problems.Add(new Problem(
                $"--registry '{registry}' is not a registry: expected a host, with a port where it needs one, such as ghcr.io or "
                    + "localhost:5000, and no https:// before it"));
        if (options.Namespace is { } space && !(Provider.TryParse($"localhost/{space}", out var below) && below.Namespace == space))
            problems.Add(new Problem(
                $"--namespace '{space}' is not a namespace: expected lower-case words with slashes between them, such as simpleviewinc "
                    + "or simpleviewinc/keg"));
        WrongUseException.ThrowIfAny(problems);
        return Provider.Parse(
            $"{options.Registry ?? world.Registry ?? settings.Provider.Registry}/{options.Namespace ?? settings.Provider.Namespace}");
    }

    /// <summary>The tags of the run.</summary>
    public static TagSet TagsOf(RunOptions options, FamilyModel model, GitFacts git) =>
        TagSet.For(options.Tag is null ? git.BranchOrThrow() : git.Branch, TagSettingsOf(model), options.Tag);

    /// <summary>Reads the facts under the rules of the options.</summary>
    public static FactsReader FactsReaderOf(RunOptions options, World world, FamilyModel model, KegLock? locked, Provider provider)
    {
        var rules = new OutsideRules(locked, options.NoRegistry, ImageReference.TryParse(NodeImageOf(options, world), out var given)
            ? given : null, model.Settings.DefaultTag);
        var cache = Path.Combine(options.Root, TemporaryFolder, "fingerprints");
        return new FactsReader(world, model.MappingTo(provider), name => Staging.Of(model.Family[name], model.Family), cache, rules,
            PlatformOf(options, world), new OwnFolders(options.Root));
    }

    /// <summary>What the chosen builder builds for.</summary>
    public static BuilderPlatform PlatformOf(RunOptions options, World world) =>
        new(world, options.Builder, Path.Combine(options.Root, TemporaryFolder, "builders"));

    /// <summary>The default branch, its tags, and the rule that makes slugs.</summary>
    public static TagSettings TagSettingsOf(FamilyModel model) =>
        new(BranchName.Parse(model.Settings.DefaultBranch), model.Settings.DefaultTag, model.Settings.Aliases)
        {
            Rule = TagRule.For(model.Family.Images.Select(image => image.Alias)),
        };
}
