using System.Reflection;
using KegImages.Loading;
using KegImages.Proposals;
using KegImages.WorkflowFiles;
using KegImages.Workflows;

namespace KegImages.Adopting;

/// <summary>Takes a repository that has Dockerfiles into use: proposes its <c>keg.yml</c>, and writes what is missing beside it.</summary>
public sealed class InitCommand
{
    private readonly Workplace workplace;
    private readonly InitOptions options;
    private readonly RepositoryScan scan;
    private readonly List<string> lines = [];

    private InitCommand(InitOptions options, Workplace workplace) =>
        (this.workplace, this.options, scan) = (workplace, options, new RepositoryScan(workplace));

    /// <summary>Decides what would be written. What it proposes is known to load.</summary>
    /// <exception cref="WrongUseException">There is no git repository or no Dockerfile, nothing tells where images live, or there is
    /// another <c>keg.yml</c> already; nothing was changed.</exception>
    public static Task<Decision> DecideAsync(InitOptions options, Workplace workplace, CancellationToken cancellationToken) =>
        new InitCommand(options, workplace).DecideAsync(cancellationToken);

    private async Task<Decision> DecideAsync(CancellationToken cancellationToken)
    {
        var proposal = await ProposeAsync(cancellationToken);
        var text = KegText.Of(proposal);
        Tell(proposal);
        var files = await FilesAsync(text, cancellationToken);
        return new Decision(token => WriteAsync(files, token), () => Show(files));
    }

    private async Task<FamilyProposal> ProposeAsync(CancellationToken cancellationToken)
    {
        var facts = await scan.ReadAsync(cancellationToken);
        facts = options.From is { } from ? await TakeOverAsync(facts, from, cancellationToken)
            : await scan.WithDockerfilesAsync(facts, cancellationToken);
        facts = OwnTagArgs.Given(facts);
        var leftOut = new Dictionary<AdoptedBuild, ImmutableArray<Problem>>();
        while (true)
        {
            var proposal = new FamilyProposer(facts, leftOut).Propose();
            try
            {
                var model = await FamilyLoader.ReadAsync(KegText.Of(proposal), workplace.Root, FamilyOverrides.None, cancellationToken);
                FamilyTags.SettingsOf(model);
                return proposal;
            }
            catch (WrongUseException exception)
            {
                // What is wrong with one image leaves the others whole.
                var culprits = proposal.Images.Select(image => image.Build).ToLookup(build => exception.Problems.Any(problem =>
                    problem.Location?.File is { } file && file == build.DockerfilePath))[true].ToList();
                if (culprits.Count == 0)
                    throw new WrongUseException([.. exception.Problems,
                        new Problem("this is wrong with the keg.yml that would be proposed",
                            Next: $"{ThisProgram.Page("family")} says how one is written by hand")]);
                foreach (var build in culprits)
                    leftOut[build] = [.. exception.Problems.Where(problem => problem.Location?.File == build.DockerfilePath)];
            }
        }
    }

    private async Task<AdoptionFacts> TakeOverAsync(AdoptionFacts facts, TakeOver from, CancellationToken cancellationToken)
    {
        var taken = await new OtherTool(workplace).ReadAsync(from, cancellationToken);
        var builds = ImmutableArray.CreateBuilder<AdoptedBuild>();
        foreach (var build in taken.Builds)
        {
            if (!File.Exists(Path.Combine(workplace.Root, build.DockerfilePath)))
                throw new WrongUseException($"'{build.Word}' is built from {build.DockerfilePath}, and there is no such file");
            var read = await scan.BuildAsync(build.DockerfilePath, build.Word, cancellationToken);
            builds.Add(build with { Text = read.Text, Known = read.Known });
        }

        lines.AddRange(taken.ToTable());
        if (lines.Count > 0)
            lines.Add("");
        return facts with { Builds = AdoptedBuild.WithOneOfEachFolder(builds) };
    }

    private void Tell(FamilyProposal proposal)
    {
        var count = proposal.Images.Length == 1 ? "1 image" : $"{proposal.Images.Length} images";
        lines.Insert(0, $"{count} at {proposal.Place.Provider}: {proposal.Place.Because}");
        lines.Insert(1, "");
        lines.AddRange(proposal.ToTree());
        lines.Add("");
        lines.AddRange(proposal.Notes.Select(note => $"Note: {note}"));
        workplace.Output.Say(lines);
    }

    private async Task<ImmutableArray<(string Path, string Text, bool IsNew)>> FilesAsync(string keg, CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<(string, string, bool)>();
        var there = await TextAsync(KegSettings.FileName, cancellationToken);
        if (there is null)
            files.Add((KegSettings.FileName, keg, true));
        else if (there.ReplaceLineEndings("\n") != keg && !options.Ci)
            throw Differs(there, keg);

        // A repository with a build of its own has this program in that.
        if (File.Exists(Path.Combine(workplace.Root, "build.sh")))
            return files.ToImmutable();
        var place = ToolManifest.Paths.FirstOrDefault(path => File.Exists(Path.Combine(workplace.Root, path))) ?? ToolManifest.Path;
        var manifest = await TextAsync(place, cancellationToken);
        if (ToolManifest.With(manifest, Version, place) is var completed && completed != manifest)
            files.Add((place, completed, manifest is null));
        return files.ToImmutable();
    }

    private async Task WriteAsync(ImmutableArray<(string Path, string Text, bool IsNew)> files, CancellationToken cancellationToken)
    {
        foreach (var (path, text, isNew) in files)
        {
            var place = Path.Combine(workplace.Root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            await File.WriteAllTextAsync(place, text, cancellationToken);
            workplace.Output.Say([$"{(isNew ? "written  " : "completed")}  {path}"]);
        }

        if (options.Ci)
            await new WorkflowFolder(workplace.Root).WriteAsync(Workflows, line => workplace.Output.Say([line]), cancellationToken);
        workplace.Output.Say([files.IsEmpty && !options.Ci ? "nothing was written: all is there already" : "commit them", "",
            $"look at what would be built: {workplace.Next("Plan")}",
            $"build and push it all:       {workplace.Next("Push")}"]);
    }

    private void Show(ImmutableArray<(string Path, string Text, bool IsNew)> files)
    {
        foreach (var (path, text, isNew) in files)
            workplace.Output.Say([$"{path} would be {(isNew ? "written" : "completed")}:", "",
                .. text.TrimEnd().Split('\n').Select(line => line.Length == 0 ? "" : $"  {line.TrimEnd()}"), ""]);
        if (options.Ci)
            workplace.Output.Say(Workflows.Select(workflow => $".github/workflows/{workflow.Name}.yml").Append(ActionPins.Path)
                .Select(path => $"{path} would be written"));
        workplace.Output.Say(["a dry run: nothing was written"]);
    }

    private ImmutableArray<WorkflowSettings> Workflows =>
        ToolWorkflows.Of(hasGlobalJson: File.Exists(Path.Combine(workplace.Root, "global.json")));

    private static WrongUseException Differs(string there, string proposed) => new(
        $"there is one already, and nothing that is there is changed. What Init would write in its place:{Environment.NewLine}"
            + string.Join(Environment.NewLine, LineDiff.Of(there.ReplaceLineEndings("\n"), proposed)),
        new SourceLocation(KegSettings.FileName),
        $"keep it, and look at the plan: {ThisProgram.Name} Plan{ThisProgram.SamePlace}; see the whole proposal: move it away, "
            + $"and {ThisProgram.Name} Init --dry-run{ThisProgram.SamePlace}; or write workflows for it: "
            + $"{ThisProgram.Name} Init --ci{ThisProgram.SamePlace}");

    private async Task<string?> TextAsync(string path, CancellationToken cancellationToken) =>
        File.Exists(Path.Combine(workplace.Root, path)) ? await WrittenFile.TextAsync(Path.Combine(workplace.Root, path), cancellationToken)
            : null;

    private static string Version =>
        typeof(InitCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
