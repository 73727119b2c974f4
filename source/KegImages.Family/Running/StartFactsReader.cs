using KegImages.Environments;
using KegImages.Git;
using KegImages.Loading;
using KegImages.Trust;

namespace KegImages.Running;

/// <summary>Reads what a start depends on: files, git, the registry and the engine. It changes nothing.</summary>
internal sealed class StartFactsReader(TapWorld tap)
{
    // Compose's own order; see https://docs.docker.com/compose/intro/compose-application-model/#the-compose-file.
    private static readonly string[] ComposeFiles = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

    /// <summary>What says which package is run, for messages.</summary>
    public const string Package = "--package";

    /// <summary>Reads the facts for a tap of the family.</summary>
    public async Task<StartFacts> ReadAsync(Image image, CancellationToken cancellationToken)
    {
        var variables = await VariablesAsync(image, cancellationToken);
        return await ReadAsync(image.Name, image, await FindAsync(image, variables, cancellationToken), variables, isPackage: false,
            cancellationToken);
    }

    /// <summary>Finds the image that a tap of the family is to be run from.</summary>
    public async Task<RunnableImage> FindAsync(Image image, CancellationToken cancellationToken) =>
        await FindAsync(image, await VariablesAsync(image, cancellationToken), cancellationToken);

    /// <summary>Reads the facts for a package, or for any image that is run by itself.</summary>
    public async Task<StartFacts> ReadAsync(ImageReference package, CancellationToken cancellationToken)
    {
        if (!ImageName.TryParse(package.Name, out var name))
            throw new WrongUseException($"--package {package}: '{package.Name}' cannot be the name of an image");
        var member = tap.Provider.Holds(package) && tap.Model.Family.Contains(name) ? tap.Model.Family[name] : null;
        var variables = member is null ? [] : await VariablesAsync(member, cancellationToken);
        var found = await new ImageFinder(tap.World, tap.Tap.Pull, tap.Tags).FindAsync(member?.Alias ?? package.Name,
            [new WishedImage(package, Package)], cancellationToken);
        return await ReadAsync(name, member, found, variables, isPackage: true, cancellationToken);
    }

    /// <summary>The variables of an image; those that are secret are masked from now on.</summary>
    public async Task<ImmutableArray<TapVariable>> VariablesAsync(Image image, CancellationToken cancellationToken)
    {
        var read = await TapEnvironmentReader.ReadAsync(tap.Model, image, tap.Tap.Environment, tap.World.Environment, cancellationToken);
        tap.World.Masking.Add(read.Variables.Where(variable => variable.IsSecret && variable.Value.Length >= SecretNames.ShortestSecret)
            .Select(variable => variable.Value));
        return read.Variables;
    }

    private async Task<StartFacts> ReadAsync(ImageName name, Image? image, RunnableImage found,
        ImmutableArray<TapVariable> variables, bool isPackage, CancellationToken cancellationToken)
    {
        var alias = image?.Alias ?? name.ToString();
        // The family's rule leaves room for its own aliases; an image from elsewhere may be called longer.
        var label = image is not null ? found.LabelOf(alias, tap.Tags.Rule, tag => tap.SetOf(image.Name, tag)) : LabelOf(alias, found);
        var proxy = tap.Model.Settings.Proxy.With(variable =>
            variables.FirstOrDefault(known => known.Name == variable)?.Value ?? tap.World.Environment.GetValueOrDefault(variable));
        var path = isPackage ? null : ComposePathOf(image!);
        var compose = path is null ? Task.FromResult<ComposeModel?>(null) : ComposeAsync(path, label, found, variables, cancellationToken);
        var sync = SyncAsync(image, found, variables, cancellationToken);
        var network = tap.World.Engine.Networks.ExistsAsync(proxy.Network, cancellationToken);
        var own = isPackage ? Task.FromResult<string?>(null) : OwnAsync(image!, found, cancellationToken);
        await Task.WhenAll(compose, sync, network, own);
        return new StartFacts
        {
            Name = name,
            Alias = alias,
            Family = tap.Family,
            Image = found,
            Label = label,
            Proxy = proxy,
            Folder = tap.FolderOf(label),
            Ports = image is { Ports.IsEmpty: false } ? image.Ports : found.ExposedPorts,
            Port = tap.Tap.Port,
            Environment = tap.Tap.Environment,
            Pull = tap.Tap.Pull,
            Patience = tap.Tap.Patience,
            IsPackage = isPackage,
            ComposePath = path,
            Compose = await compose,
            Variables = variables,
            Sync = await sync,
            OwnImage = await own,
            HasNetwork = await network,
        };
    }

    // What KEG_IMAGE_FROM says is run on every branch; that this branch has an image of its own is worth a word.
    private async Task<string?> OwnAsync(Image image, RunnableImage found, CancellationToken cancellationToken)
    {
        if (tap.Tap.From is not null || tap.Selection.Tag is not null || tap.Tap.Pull != PullPolicy.Always
            || tap.Git.Branch is not { } branch)
            return null;
        var own = tap.Provider.Of(image.Name).With(TagSet.For(branch, tap.Tags).PrimaryOf(image.Name));
        return own != found.Reference && await tap.World.Registries.HeadAsync(own, cancellationToken) is { } head
            && head.Digest != found.Digest
            ? $"Note: '{branch}' has an image of its own: --from {image.Name}:{own.Tag}"
            : null;
    }

    private async Task<RunnableImage> FindAsync(Image image, ImmutableArray<TapVariable> variables,
        CancellationToken cancellationToken)
    {
        var from = FromOf(image, variables);
        var wishes = tap.Wishes.Of(image, from?.Value ?? image.KegImageFrom?.ToString(), from?.Origin
            ?? (image.ValuesPath is { } path ? tap.Model.Shown(path) : "keg.yml"));
        var found = await new ImageFinder(tap.World, tap.Tap.Pull, tap.Tags).FindAsync(image.Alias, wishes, cancellationToken);
        await ThrowUnlessSignedAsync(found, cancellationToken);
        return found;
    }

    // What this engine alone has, nobody else can have put there.
    private async Task ThrowUnlessSignedAsync(RunnableImage image, CancellationToken cancellationToken)
    {
        if (image.Digest is { } digest && SignedImages.Required(tap.Workplace, tap.Model.Settings) is { } signed
            && await signed.WhyNotAsync(image.Reference.At(digest), cancellationToken) is { } why)
            throw new FailedException($"{image.Reference} is {digest.Abbreviated}, which {why}, and only what is signed is run "
                + $"({KegSettings.FileName}: requireSigned){Environment.NewLine}push and sign it: {tap.Workplace.Next("Push Sign")}");
    }

    /// <summary>The variable that chooses what is run; of a further image of a folder the environment's alone, because the folder's files
    /// say which image its first one runs.</summary>
    internal static TapVariable? FromOf(Image image, ImmutableArray<TapVariable> variables) =>
        variables.FirstOrDefault(variable => variable.Name == "KEG_IMAGE_FROM"
            && (!image.SharesValues || variable.Origin == TapVariable.Process));

    private static string? ComposePathOf(Image image) =>
        ComposeFiles.Select(file => Path.Combine(image.FolderPath, file)).FirstOrDefault(File.Exists);

    private async Task<ComposeModel?> ComposeAsync(string path, string label, RunnableImage found, ImmutableArray<TapVariable> variables,
        CancellationToken cancellationToken)
    {
        var command = tap.World.Docker.Command("compose", "--project-name", label, "--file", path, "config", "--format", "json");
        // Nothing is written before it is known what is run, so its variables come by the environment of this one process, and are shown
        // nowhere.
        var given = variables.Where(variable => !IsDocker(variable.Name))
            .Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value)).Append(new("KEG_IMAGE_FROM", found.Pinned));
        var answer = await tap.World.Runner.RunAsync(command with { Environment = command.Environment.SetItems(given),
            Secrets = [.. given.Select(pair => pair.Key)] }, null, null, cancellationToken);
        if (answer.ExitCode != 0)
            throw new WrongUseException($"Docker Compose cannot read it: {tap.World.Masking.Apply(answer.StandardError.Trim())}",
                new SourceLocation(tap.Model.Shown(path)));
        return ComposeModel.Parse(answer.StandardOutput, tap.Model.Shown(path));
    }

    private static string LabelOf(string name, RunnableImage found)
    {
        var alias = name.Length > TagRule.MaxAliasLength ? name[..TagRule.MaxAliasLength] : name;
        return found.LabelOf(alias, TagRule.For([alias]));
    }

    // By these the client itself finds its plugins and its engine.
    private static bool IsDocker(string name) => name is "PATH" or "HOME" || name.StartsWith("DOCKER_", StringComparison.Ordinal);

    private async Task<SyncFacts> SyncAsync(Image? image, RunnableImage found, ImmutableArray<TapVariable> variables,
        CancellationToken cancellationToken)
    {
        var commit = CommitId.TryParse(found.Labels.GetValueOrDefault(ImageLabels.Revision), out var built) ? built : null;
        return new SyncFacts
        {
            BuiltBranch = BranchName.TryParse(found.Labels.GetValueOrDefault(ImageLabels.Branch), out var branch) ? branch : null,
            BuiltCommit = commit,
            Branch = tap.Git.Branch,
            Commit = tap.Git.HeadCommit,
            Differing = commit is null || image is null ? null : await DifferingAsync(commit, image.ContextPath, cancellationToken),
            Target = variables.FirstOrDefault(variable => variable.Name == "DOC_APP_PATH")?.Value,
        };
    }

    private async Task<ImmutableArray<string>?> DifferingAsync(CommitId commit, string folder, CancellationToken cancellationToken)
    {
        var command = GitCommand.Of(folder, "diff", "--name-only", "--relative", "-z", commit.ToString(), "--", ".");
        var answer = await tap.World.Runner.RunAsync(command, null, null, cancellationToken);
        return answer.ExitCode == 0 ? [.. answer.StandardOutput.TrimEnd('\n').Split('\0', StringSplitOptions.RemoveEmptyEntries)] : null;
    }
}
