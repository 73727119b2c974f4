using KegImages.Dockerfiles;

namespace KegImages.Proposals;

/// <summary>
/// ARGs without a value that are the tag of what is built here, as in <c>FROM acme/base:${VERSION}</c>: they get that tag, and are asked
/// about. What else has no value is nobody's to guess. Pure.
/// </summary>
internal static class OwnTagArgs
{
    /// <summary>Stands for the tag as long as it is not known.</summary>
    public static readonly Tag Unknown = Tag.Parse("not-known-yet");

    /// <summary>The facts with a value for each such ARG.</summary>
    /// <exception cref="WrongUseException">As of <see cref="FamilyProposer.Propose"/>.</exception>
    public static AdoptionFacts Given(AdoptionFacts facts)
    {
        var names = facts.Builds.SelectMany(NamesOf).ToHashSet(StringComparer.Ordinal);
        var found = facts.Builds.Select(build => (Build: build, Uses: Find(build, [.. names.Except(NamesOf(build))])))
            .Where(found => !found.Uses.IsEmpty).ToList();
        if (found.Count == 0)
            return facts;
        var tag = Propose(With(Unknown)).DefaultTag;

        // Docker Hub's image of that name has tags of its own, and what is left out has none here: the question is open.
        while (true)
        {
            var given = With(tag);
            var images = Propose(given).Images;
            if (found.RemoveAll(found => !found.Uses.All(use => images.Any(image =>
                image.Build.DockerfilePath == found.Build.DockerfilePath && image.Parents.Contains(use.Image)))) == 0)
                return given;
        }

        AdoptionFacts With(Tag tag) => facts with
        {
            Builds = [.. facts.Builds.Select(build => found.Where(found => found.Build == build).SelectMany(found => found.Uses)
                .Aggregate(build, (build, use) => build with
                {
                    Args = build.Args.SetItem(use.Arg, tag.ToString()),
                    Asked = build.Asked.SetItem(use.Arg, use.Location),
                }))],
        };
    }

    private static FamilyProposal Propose(AdoptionFacts facts) =>
        new FamilyProposer(facts, ImmutableDictionary<AdoptedBuild, ImmutableArray<Problem>>.Empty).Propose();

    private static IEnumerable<string> NamesOf(AdoptedBuild build) =>
        build.Tags.Select(tag => tag.Name).Append(build.Word).Append(build.UsualName).Select(LegalName.Bare);

    // An ARG is a tag where a value for it comes out as the tag, and it is nothing else where it stands in another FROM too.
    private static ImmutableArray<Use> Find(AdoptedBuild build, HashSet<string> names)
    {
        Dockerfile dockerfile;
        try
        {
            dockerfile = Dockerfile.Parse(build.Text, build.DockerfilePath);
        }
        catch (WrongUseException)
        {
            return []; // What is wrong with it is said where it is read.
        }

        var scope = Scope(build, dockerfile);
        var uses = new List<Use>();
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stage in dockerfile.Stages.Where(stage => IsWhole(stage.Base)))
        {
            foreach (var arg in scope.Expand(stage.Base).Lacking.Where(scope.Declares))
            {
                var tried = Scope(build with { Args = build.Args.SetItem(arg, Unknown.ToString()) }, dockerfile).Expand(stage.Base);
                if (tried.Lacking.IsEmpty && ImageReference.TryParse(tried.Text, out var reference) && reference.Tag == Unknown
                    && names.Contains(LegalName.Bare(reference.Name)))
                    uses.Add(new Use(arg, reference.Name, new SourceLocation(dockerfile.Path, stage.From.Line)));
                else
                    others.Add(arg);
            }
        }

        return [.. uses.Where(use => !others.Contains(use.Arg)).DistinctBy(use => (use.Arg, use.Image))];

        bool IsWhole(string word)
        {
            try
            {
                scope.Expand(word);
                return true;
            }
            catch (FormatException)
            {
                return false;
            }
        }
    }

    private static GlobalScope Scope(AdoptedBuild build, Dockerfile dockerfile) =>
        new(dockerfile, build.Inputs, build.Inputs.Args, (_, _) => { });

    /// <summary>One FROM with such an ARG.</summary>
    private sealed record Use(string Arg, string Image, SourceLocation Location);
}
