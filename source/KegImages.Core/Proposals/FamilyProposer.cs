using KegImages.Configuration;
using KegImages.Dockerfiles;

namespace KegImages.Proposals;

/// <summary>Facts of a repository → the family that it would be. Pure, and the same whatever the order of files.</summary>
/// <param name="facts">The facts.</param>
/// <param name="leftOut">Builds that are known not to be read, with what is wrong with each.</param>
internal sealed class FamilyProposer(AdoptionFacts facts, IReadOnlyDictionary<AdoptedBuild, ImmutableArray<Problem>> leftOut)
{
    private static readonly Tag Latest = Tag.Parse("latest");
    private readonly List<Problem> notes = [];

    /// <summary>The proposal.</summary>
    /// <exception cref="WrongUseException">Nothing is left to propose, or nothing tells where the images live.</exception>
    public FamilyProposal Propose()
    {
        var named = Named(Read());
        var spoken = named.SelectMany(image => image.Use.Parents.Select(parent => (Child: image, parent.Reference))).ToList();
        var names = named.Select(image => image.Name).ToHashSet(StringComparer.Ordinal);
        var tagged = named.SelectMany(image => image.Build.Tags.Where(tag => tag.Name == image.Name)).ToList();
        var place = ProposedProvider.Of(facts, spoken
            .Where(said => names.Contains(said.Reference.Name) && said.Child.Name != said.Reference.Name)
            .Select(said => said.Reference).Concat(tagged).Select(ProviderOf).OfType<Provider>());
        var (tag, aliases, because) = TagOf(tagged, spoken.Where(said => IsOwn(said.Reference, said.Child, place.Provider, named))
            .Select(said => said.Reference).ToList());
        var external = External(place.Provider, [tag, .. aliases], spoken, named);
        var membership = new Membership(place.Provider, [tag, .. aliases], external.Keys.Select(ImageReference.Parse),
            names.Select(ImageName.Parse));
        return new FamilyProposal
        {
            Place = place,
            DefaultBranch = facts.DefaultBranch,
            DefaultTag = tag,
            Aliases = aliases,
            WhyTag = because,
            Images = Siblings(FamilyGroups.Of([.. named.Select(image => Proposed(image, membership))])),
            Dockerfiles = [.. facts.Files.Where(path => DockerfileName.Is(path.Split('/')[^1]))],
            External = [.. external.Select(entry => (entry.Key, entry.Value))],
            Notes = [.. notes],
        };
    }

    private List<Draft> Read()
    {
        var read = new List<Draft>();
        foreach (var build in facts.Builds)
        {
            var problems = leftOut.GetValueOrDefault(build, []);
            try
            {
                if (problems.IsEmpty)
                {
                    read.Add(new Draft(build, build.Read(), build.Word));
                    notes.AddRange(build.Asked.Select(asked => Asked(asked.Key, build.Args[asked.Key], asked.Value)));
                }
            }
            catch (WrongUseException exception)
            {
                problems = exception.Problems;
            }

            notes.AddRange(problems.Select(problem => problem with { Message = $"left out: {problem.Message}" }));
        }

        return read.Count > 0 ? read : throw new WrongUseException([
            .. notes,
            new Problem("no Dockerfile of this repository is understood",
                Next: $"mend one of them, and look again: {ThisProgram.Name} Init{ThisProgram.SamePlace}"),
        ]);
    }

    private static Problem Asked(string name, string value, SourceLocation location) => new(
        $"ARG '{name}' has no value: it gets {value} in keg.yml, the tag of what is built here", location,
        "If it is another one, write it there, or as a default in the Dockerfile.");

    // A name that the Dockerfiles write is the image's own: the folder NodeBase is what node-base means.
    private List<Draft> Named(List<Draft> drafts)
    {
        var written = drafts.SelectMany(draft => draft.Use.Parents).Select(parent => parent.Reference.Name)
            .Order(StringComparer.Ordinal).DistinctBy(LegalName.Bare).ToDictionary(LegalName.Bare, StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var named = new List<Draft>();
        foreach (var draft in drafts)
        {
            var said = draft.Build.Known.GetValueOrDefault(ValuesFormat.Image) ?? draft.Build.Tags.FirstOrDefault()?.Name;
            string[] words = draft.Build.Own is { } own ? [draft.Build.Word, own] : [draft.Build.Word];
            var wanted = said ?? words.Select(word => written.GetValueOrDefault(LegalName.Bare(word)))
                .FirstOrDefault(word => ImageName.TryParseRepository(word, out _)) ?? LegalName.Of(draft.Build.Word);
            var above = AdoptedBuild.FolderOf(draft.Build.UsualContext).Split('/')[^1];
            string[] choices = [wanted, LegalName.Of($"{above}-{wanted}")];
            var name = choices.Concat(Enumerable.Range(2, drafts.Count).Select(number => $"{wanted}-{number}")).First(taken.Add);
            if (name != wanted)
                notes.Add(new Problem($"called '{name}', because another image is called '{wanted}'",
                    new SourceLocation(draft.Build.DockerfilePath)));
            named.Add(draft with { Name = name });
        }

        return named;
    }

    private static Provider? ProviderOf(ImageReference reference) =>
        !reference.IsOfficial && reference.Path.LastIndexOf('/') is > 0 and var slash
            && Provider.TryParse($"{reference.Host}/{reference.Path[..slash]}", out var provider) ? provider : null;

    // Docker Hub's node is what an image of the name node is built on itself, and then what others mean by it too.
    private static bool IsOwn(ImageReference reference, Draft child, Provider provider, List<Draft> named) =>
        child.Name != reference.Name && named.Find(image => image.Name == reference.Name) is { } own
            && (provider.Holds(reference)
                || (reference.IsShort && own.Use.Parents.All(parent => !parent.Reference.IsOfficial || parent.Reference.Name != own.Name)));

    private static (Tag Tag, ImmutableArray<Tag> Aliases, string Because) TagOf(List<ImageReference> tagged, List<ImageReference> own)
    {
        var called = Most(own.Where(reference => reference.Digest is null && reference.Tag != OwnTagArgs.Unknown));
        var pushed = Most(tagged);
        var tag = called.Concat(pushed).FirstOrDefault() ?? Latest;
        // Two tags of what a file pushes name the same image; two tags that Dockerfiles build on may not.
        return (tag, [.. pushed.Where(alias => alias != tag && tagged.Count(reference => (reference.Tag ?? Latest) == alias) == tagged
            .DistinctBy(reference => reference.Name).Count())],
            called.Count > 0 ? "by which the Dockerfiles call each other" : pushed.Count > 0 ? "by which the images were pushed"
                : "Docker's own where none is written");
    }

    private static List<Tag> Most(IEnumerable<ImageReference> references) =>
    [
        .. references.GroupBy(reference => reference.Tag ?? Latest).OrderByDescending(group => group.Count())
            .ThenByDescending(group => group.Key == Latest).ThenBy(group => group.Key.ToString(), StringComparer.Ordinal)
            .Select(group => group.Key),
    ];

    private SortedDictionary<string, string> External(Provider provider, ImmutableArray<Tag> published,
        List<(Draft Child, ImageReference Reference)> spoken, List<Draft> named)
    {
        var external = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var membership = new Membership(provider, published, [], named.Select(image => ImageName.Parse(image.Name)));
        foreach (var (child, reference) in spoken)
        {
            var name = ImageName.Parse(child.Name);
            var isForeign = membership.Of(reference, name) is Belonging.Member && !IsOwn(reference, child, provider, named);
            var because = membership.Of(reference, name) switch
            {
                Belonging.Unpublished or Belonging.Ambiguous => $"another tag than {published[0]}, so it is not what is built here",
                Belonging.Itself => "what was published before: no image is its own parent",
                Belonging.Unknown => "below the provider, and not built here",
                _ when isForeign => "Docker Hub's own",
                _ => null,
            };
            if (because is null)
                continue;
            var entry = reference.Tag is null && reference.Digest is null ? reference.With(Latest) : reference;
            if (external.TryAdd(entry.ToString(), because))
                notes.Add(new Problem($"{entry} is taken for an image from outside: {because}",
                    child.Use.Parents.First(parent => parent.Reference == reference).Location));
        }

        return external;
    }

    // The first in the family's order stands for the Dockerfile that all of them are made from.
    private static ImmutableArray<ProposedImage> Siblings(ImmutableArray<ProposedImage> images)
    {
        var byDockerfile = images.ToLookup(image => image.Build.DockerfilePath, StringComparer.Ordinal);
        return
        [
            .. images.Select(image => image with
            {
                FoundIn = byDockerfile[image.Build.DockerfilePath].First().Group,
                HasSiblings = byDockerfile[image.Build.DockerfilePath].Skip(1).Any(),
            }),
        ];
    }

    private ProposedImage Proposed(Draft draft, Membership membership)
    {
        var members = draft.Use.Parents.ToLookup(parent => membership.Find(parent.Reference, ImageName.Parse(draft.Name)) is not null);
        return new ProposedImage(draft.Name, draft.Build, [.. members[true].Select(parent => parent.Reference.Name).Distinct()],
            [.. members[false].Select(parent => parent.Reference.ToString()).Distinct()])
        {
            Context = draft.Build.Context is { } said ? said == draft.Build.UsualContext ? null : said : ContextOf(draft),
        };
    }

    // What is copied tells the context: the nearest folder above that has it all, where the Dockerfile's own has not.
    private string? ContextOf(Draft draft)
    {
        var usual = draft.Build.UsualContext;
        if (draft.Use.ContextSources is not { Count: > 0 } sources || sources.All(source => Has(usual, source)))
            return null;
        for (var folder = usual; folder != ".";)
        {
            folder = AdoptedBuild.FolderOf(folder);
            if (!sources.All(source => Has(folder, source)))
                continue;
            notes.Add(new Problem($"its build context is {(folder == "." ? "the repository's root" : folder)}: what it copies is there",
                new SourceLocation(draft.Build.DockerfilePath)));
            return folder;
        }

        return null;
    }

    private bool Has(string folder, string source)
    {
        var path = source.Trim('/');
        while (path.StartsWith("./", StringComparison.Ordinal))
            path = path[2..];
        if (path.Length == 0 || path == "." || path.AsSpan().ContainsAny("*?[") || path.Contains("..", StringComparison.Ordinal))
            return true;
        var whole = folder == "." ? path : $"{folder}/{path}";
        return facts.Files.Contains(whole) || facts.Folders.Contains(whole);
    }

    /// <summary>A build on its way: read, and later named.</summary>
    private sealed record Draft(AdoptedBuild Build, DockerfileUse Use, string Name);
}
