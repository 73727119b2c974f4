using KegImages.Tagging;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary><c>tags</c> of <c>keg.yml</c> → what sets are called. What could name two things at once is reported, and the policy of a file
/// with problems is used for finding further ones only.</summary>
internal sealed class TagsReader(YamlSource source)
{
    private static readonly ImmutableArray<string> OfBranches = [TagTemplate.Branch];

    private static readonly ImmutableArray<string> OfReleases =
        [TagTemplate.Version, TagTemplate.Major, TagTemplate.Minor, TagTemplate.Patch];

    private static readonly ImmutableArray<string> OfReferences = [TagTemplate.Branch, TagTemplate.Commit, TagTemplate.Date, .. OfReleases];
    private static readonly ImmutableArray<string> SaidOnce = ["tag", "aliases"];

    private YamlNode? joining;

    /// <summary>The tags of the default branch, where <c>tags</c> says them, and the templates of other sets.</summary>
    /// <param name="branch">The default branch.</param>
    public (ImmutableArray<Tag> Default, TagPolicy Policy) Read(YamlNode? root, YamlNode? defaults, string branch)
    {
        var node = root.At("tags");
        var ofDefault = Templates(node, "default", OfBranches);
        var branches = Templates(node, "branches", OfBranches);
        var releases = Templates(node, "releases", OfReleases);
        var references = Templates(node, "references", OfReferences);
        foreach (var key in SaidOnce.Where(key => !ofDefault.IsEmpty && defaults.At(key) is not null))
            source.Report(defaults.At(key)!, $"default.{key}: tags.default says it as well: one of them is enough");

        var policy = TagPolicy.Usual with
        {
            HasVariantsAlone = ofDefault.Any(said => said.Template.IsVariantAlone)
                || (ofDefault.All(said => !said.HasVariant) && !releases.Any(said => said.Template.IsVariantAlone)),
            ReleasesHaveVariantsAlone = releases.Any(said => said.Template.IsVariantAlone),
        };
        // What the sets of branches are known by says where the variant's name stands, and the others have to say the same.
        foreach (var said in branches.Concat(ofDefault).Concat(releases).Concat(references))
            policy = policy with { Join = JoinOf(said, policy.Join) };
        var own = Distinct(ofDefault.Where(said => !said.Template.IsVariantAlone), said => DefaultTag(said, branch), "tags.default");
        if (CheckFirst(ofDefault, "tags.default") && CheckBranches(branches) && !branches.IsEmpty)
            policy = policy with { Branches = [.. branches.Select(said => said.Template)] };
        var isKnown = CheckReleases(releases, ofDefault, own);
        CheckReferences(references, releases, own);
        return (own, policy with
        {
            Releases = isKnown ? [.. releases.Where(said => !said.Template.IsVariantAlone).Select(said => said.Template)] : [],
            References = [.. references.Select(said => said.Template)],
        });
    }

    private ImmutableArray<Said> Templates(YamlNode? node, string key, IReadOnlyCollection<string> known)
    {
        var templates = ImmutableArray.CreateBuilder<Said>();
        foreach (var item in node.At(key).Items())
        {
            if (item.Text() is not { } text)
                continue;
            try
            {
                templates.Add(new Said($"tags.{key}", TagTemplate.Parse(text, known), item));
            }
            catch (WrongUseException exception)
            {
                source.Report(item, $"tags.{key}: {exception.Message}");
            }
        }

        return templates.ToImmutable();
    }

    private VariantJoin JoinOf(Said said, VariantJoin before)
    {
        if (said.Template.Join is not { } join)
            return before;
        if (joining is { } first && join != before)
            source.Report(said.Node, $"{said.What}: '{said.Template}' joins as {join}, and '{first}' ({source.At(first)}) as {before}: a "
                + "variant's name stands in one place in all tags, so that each says which it is");
        joining ??= said.Node;
        return join;
    }

    // The first says what the set is known by.
    private bool CheckFirst(ImmutableArray<Said> templates, string what)
    {
        if (templates is not [{ Template.IsVariantAlone: true } first, ..])
            return true;
        source.Report(first.Node, $"{what}: the first template is what a set is known by, and '{first.Template}' says no more than a "
            + "variant's name");
        return false;
    }

    private bool CheckBranches(ImmutableArray<Said> templates)
    {
        var before = source.Problems.Count;
        foreach (var (what, template, node) in templates.Where(said => !said.Template.Names.Contains(TagTemplate.Branch)))
            source.Report(node, $"{what}: '{template}' is the same for every branch: {{{TagTemplate.Branch}}} is missing");
        for (var i = 1; i < templates.Length; i++)
        {
            foreach (var other in templates[..i].Where(other => other.Template.MayCoincide(templates[i].Template)).Take(1))
                source.Report(templates[i].Node, $"{templates[i].What}: '{templates[i].Template}' of one branch can be '{other.Template}' "
                    + "of another: '_' or '.' in one of them keeps them apart");
        }

        foreach (var (what, template, node) in templates.Where(said => !said.Template.IsVariantAlone))
        {
            if (Probe(template) is var tag && Meaning(tag) is { } meaning)
                source.Report(node, $"{what}: '{template}' would be '{tag}' of a branch, which has the form of {meaning}");
        }

        return source.Problems.Count == before;
    }

    private bool CheckReleases(ImmutableArray<Said> templates, ImmutableArray<Said> defaults, ImmutableArray<Tag> ofDefault)
    {
        var before = source.Problems.Count;
        if (!CheckFirst(templates, "tags.releases"))
            return false;
        if (templates is [var first, ..] && !first.Template.Names.Contains(TagTemplate.Version))
            source.Report(first.Node, $"{first.What}: the first template names one version, and '{first.Template}' can be that of two: "
                + $"{{{TagTemplate.Version}}} is missing");
        if (templates.FirstOrDefault(said => said.Template.IsVariantAlone) is { } alone
            && defaults.FirstOrDefault(said => said.Template.IsVariantAlone) is { } other)
            source.Report(alone.Node, $"{alone.What}: '{alone.Template}' is a tag of the default branch as well ({source.At(other.Node)})");
        var own = templates.Where(said => !said.Template.IsVariantAlone).ToList();
        for (var index = 0; index < own.Count; index++)
        {
            var said = own[index];
            if (own[..index].FirstOrDefault(one => one.Template.MayBe(Release(said.Template))
                || said.Template.MayBe(Release(one.Template))) is { } same)
                source.Report(said.Node, $"{said.What}: '{same.Template}' and '{said.Template}' can both be '{Release(said.Template)}'");
            if (ofDefault.FirstOrDefault(said.Template.MayBe) is { } tag)
                source.Report(said.Node, $"{said.What}: '{said.Template}' can be '{tag}', which is a tag of the default branch");
        }

        return source.Problems.Count == before;
    }

    private static Tag Release(TagTemplate template) => template.Fill(name => TagPolicy.ValueOf(ReleaseVersion.Parse("1.1.1"), name));

    private void CheckReferences(ImmutableArray<Said> templates, ImmutableArray<Said> releases, ImmutableArray<Tag> ofDefault)
    {
        foreach (var (what, template, node) in templates)
        {
            if (!template.Names.Contains(TagTemplate.Commit) && !template.Names.Contains(TagTemplate.Date))
                source.Report(node, $"{what}: '{template}' is the same for every commit: {{{TagTemplate.Commit}}} or "
                    + $"{{{TagTemplate.Date}}} is missing");
            else if (!template.Names.Contains(TagTemplate.Branch) && !template.Names.Contains(TagTemplate.Version))
                source.Report(node, $"{what}: '{template}' can be that of two branches: {{{TagTemplate.Branch}}} or "
                    + $"{{{TagTemplate.Version}}} is missing");
            else if (template.Names.Contains(TagTemplate.Branch) && template.Names.Any(OfReleases.Contains))
                source.Report(node, $"{what}: '{template}' is never written: a run publishes a branch or a version");
            else if (releases.FirstOrDefault(said => said.Template.MayBe(Probe(template))) is { } release)
                source.Report(node, $"{what}: '{template}' can be read as '{release.Template}' of tags.releases: '_' or '.' in place of "
                    + "'-' keeps them apart");
            else if (Meaning(Probe(template)) is { } meaning)
                source.Report(node, $"{what}: '{template}' would be '{Probe(template)}', which has the form of {meaning}");
            else if (ofDefault.FirstOrDefault(template.MayBe) is { } tag)
                source.Report(node, $"{what}: '{template}' can be '{tag}', which is a tag of the default branch");
        }

        _ = Distinct(templates, said => Probe(said.Template), "tags.references");
    }

    private static Tag Probe(TagTemplate template) => template.Fill(name => name switch
    {
        TagTemplate.Branch => "branch-0123456",
        TagTemplate.Commit => "0123456789ab",
        TagTemplate.Date => "20260102",
        _ => TagPolicy.ValueOf(ReleaseVersion.Parse("1.1.1"), name),
    });

    private static string? Meaning(Tag tag) => TagSettings.IsContentTag(tag) ? "a content tag"
        : CacheTag.TryParse(tag, out _) ? "a branch's layer cache"
        : HistoryTag.TryParse(tag, out _) ? "a commit's family record" : null;

    private static Tag DefaultTag(Said said, string branch) => said.Template.Fill(name =>
        name == TagTemplate.Branch && BranchName.TryParse(branch, out var parsed) ? TagRule.Usual.SlugOf(parsed).ToString() : "branch");

    private ImmutableArray<Tag> Distinct(IEnumerable<Said> templates, Func<Said, Tag> tagOf, string what)
    {
        var tags = new Dictionary<Tag, Said>();
        var all = ImmutableArray.CreateBuilder<Tag>();
        foreach (var said in templates)
        {
            var tag = tagOf(said);
            if (!tags.TryAdd(tag, said))
                source.Report(said.Node, $"{what}: '{said.Template}' and '{tags[tag].Template}' would both be '{tag}'");
            else
                all.Add(tag);
        }

        return all.ToImmutable();
    }

    /// <summary>A template and where it is.</summary>
    private sealed record Said(string What, TagTemplate Template, YamlNode Node)
    {
        public bool HasVariant => Template.IsVariantAlone || Template.Join is not null;
    }
}
