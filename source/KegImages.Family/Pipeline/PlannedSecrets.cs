using KegImages.SecretFiles;
using KegImages.Secrets;

namespace KegImages.Pipeline;

/// <summary>
/// Whether what a plan builds gets the secrets that it mounts, and shows none: found out before anything is built, of all images together.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="notes">What a person should know.</param>
internal sealed class PlannedSecrets(OpenedRequest run, NoteList notes)
{
    private readonly MachineSecrets machine = new(run.World.Environment);

    /// <summary>
    /// Refuses the plan where it would be carried out; where it is only looked at, notes what a build would be refused for.
    /// </summary>
    /// <exception cref="WrongUseException">Secrets that are lacking, or that a build would show, each with its place.</exception>
    public void Check(MadePlan made)
    {
        var lacks = made.Plan.Steps.SelectMany(step =>
            made.Facts.Offers.GetValueOrDefault(step.Image.Name,
                SecretOffer.None).Lacks.Select(lack => new LackingImage(step.Image.Name, lack))).ToList();
        List<Problem> problems = [.. SecretLack.Problems(lacks, isOptional: false, Hint),
            .. made.Plan.Steps.SelectMany(step => Copied(step, made.Facts)), .. Shown(made.Plan)];
        foreach (var problem in SecretLack.Problems(lacks, isOptional: true))
            notes.Add($"{problem.Location}: {problem.Message}");
        if (run.IsForBuilding)
            WrongUseException.ThrowIfAny([.. problems.Distinct()]);
        foreach (var problem in problems.Distinct())
            notes.Add(
                $"{problem.Location}{(problem.Location is null ? "" : ": ")}{problem.Message}; before it can be built: {problem.Next}");
    }

    private string? Hint => GitHubReport.IsGitHub(run.World.Environment)
        && run.World.Environment.GetValueOrDefault("GITHUB_EVENT_NAME") == "pull_request"
        ? "; GitHub gives the pull request of a fork, or of Dependabot, no secrets: a maintainer can build it from a branch of the "
            + "repository itself"
        : null;

    // BuildKit would copy it into a layer, and it would be part of the fingerprint.
    private IEnumerable<Problem> Copied(BuildStep step, PlanFacts facts)
    {
        if (!facts.Inputs.TryGetValue(step.Image.Name, out var inputs))
            yield break;
        var image = run.Model.Family[step.Image.Name];
        foreach (var (what, path) in FilesOf(image))
        {
            foreach (var (name, folder) in FoldersOf(image))
            {
                var inside = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
                if (!inside.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(inside) && inputs.HasFile(inside, name))
                    yield return new Problem(
                        $"{what} is the file {inside} of the build context{(name is null ? "" : $" '{name}'")} of {image.Name}, which "
                            + "COPY, ADD or a mount reads: it would be in a layer",
                        new SourceLocation(run.Model.Shown(Path.Combine(folder, inside))),
                        $"leave it out: write {inside} into {run.Model.Shown(Path.Combine(folder, ".dockerignore"))}, "
                            + "or keep it elsewhere");
            }
        }
    }

    private IEnumerable<SecretPlace> FilesOf(Image image) =>
    [
        .. image.Secrets.Values.Where(secret => secret.Kind == BuildSecretKind.File)
        .Select(secret => new SecretPlace($"the secret '{secret.Id}'", machine.Resolve(secret).Source)),
        .. image.Ssh.Values.SelectMany(forward =>
            machine.Resolve(forward).Paths.Select(path => new SecretPlace($"the SSH key '{forward.Id}'", path))),
    ];

    private static IEnumerable<ReadFolder> FoldersOf(Image image)
    {
        yield return new ReadFolder(null, image.ContextPath);
        foreach (var (name, folder) in image.Contexts)
        {
            if (image.Use.Contexts.Contains(name) && Path.IsPathRooted(folder))
                yield return new ReadFolder(name, folder);
        }
    }

    // Whatever way a value took that nobody thought of: it does not reach a command line.
    private IEnumerable<Problem> Shown(BuildPlan plan)
    {
        var known = machine.Known(run.Model).RemoveAll(secret => !secret.IsTelling);
        if (known.IsEmpty)
            yield break;
        var contents = plan.Steps.ToDictionary(step => step.Image.Name, step => step.Content);
        foreach (var step in plan.Steps)
        {
            var command = BuildxCommand.Shown(step, plan, run.World.Docker, parent => parent.Pinned ?? contents[parent.Edge.Member!]);
            var (word, secret) = command.Arguments.Select((word, index) =>
                (Word: index, Secret: known.FirstOrDefault(secret => secret.IsIn(word)))).FirstOrDefault(found => found.Secret is not null);
            if (secret is not null)
                yield return new Problem(
                    $"the command that builds {step.Image.Name} would show the value of the secret {secret.Name}, behind "
                        + $"{command.Arguments[Math.Max(0, word - 1)]}", null, "give it as a secret alone, and another value there");
        }
    }

    /// <summary>A file that holds a secret.</summary>
    private sealed record SecretPlace(string What, string Path);

    /// <summary>A folder that a build reads; its own context has no name.</summary>
    private sealed record ReadFolder(string? Name, string Folder);
}
