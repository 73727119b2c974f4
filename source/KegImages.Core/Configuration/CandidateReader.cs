namespace KegImages.Configuration;

/// <summary>Folders → candidates: which folders are images, what they are called and where their files are. Pure.</summary>
internal sealed class CandidateReader(KegSettings settings, FamilyFacts facts, List<Problem> problems)
{
    public ImmutableArray<ImageCandidate> Read()
    {
        var matches = facts.Matches
            .SelectMany(match => match.Folders.Select(folder => new Found(match.Group, match.Pattern, folder)))
            .ToLookup(found => found.Folder.DockerfilePath, StringComparer.Ordinal);
        var found = matches.Select(all => all.First())
            .OrderBy(found => found.Group.Group.Order).ThenBy(found => facts.Shown(found.Folder.DockerfilePath), StringComparer.Ordinal)
            .Select(found => new ImagePlace(found.Group, found.Folder, null))
            .ToImmutableArray();
        var naming = ImageNaming.Of(settings, facts, found);
        var entries = new ImageEntries(settings, facts, naming, found);
        var places = FolderValues.Divide(entries.Places(), naming);
        var images = places.Select(place => place.Folder.DockerfilePath).ToHashSet(StringComparer.Ordinal);
        foreach (var match in facts.Matches)
            CheckMatch(match, folder => images.Contains(folder.DockerfilePath));
        foreach (var all in matches.Where(all => images.Contains(all.Key)))
            CheckGroup([.. all]);
        if (places.IsEmpty && problems.Count == 0)
            problems.Add(EmptyFamily());

        var names = places.Select(naming.Of).OfType<ImageName>().Select(name => name.ToString()).ToHashSet(StringComparer.Ordinal);
        var candidates = new List<ImageCandidate>();
        var areAllKnown = true;
        foreach (var place in places)
        {
            if (Named(place, naming, names) is { } name)
                candidates.AddRange(Candidates(place, name, entries));
            else
                areAllKnown = false;
        }

        new EntryCheck(settings, entries, problems).Check(names, areAllKnown);
        CheckContexts(settings.Contexts.SetItems(settings.Overrides.Contexts));
        return [.. candidates];
    }

    private void CheckMatch(FolderMatch match, Func<ImageFolder, bool> isImage)
    {
        if (!new FolderPattern(match.Pattern.Value).IsLiteral)
        {
            // A pattern may wait for its first folder, but not beside one of nearly its name.
            if (match.Slip is { } slip)
                problems.Add(new Problem(
                    $"groups.{match.Group.Group.Name}.folders: '{match.Pattern.Value}' matches no {Sought(match)}: {slip}",
                    match.Pattern.Location));
            return;
        }

        if (match.Folders.Length == 0 && !match.Group.Folders.Any(folder => folder.Value.StartsWith('!')))
            problems.Add(new Problem($"groups.{match.Group.Group.Name}.folders: there is no {Sought(match)} '{match.Pattern.Value}'",
                match.Pattern.Location, Missing(match)));
        foreach (var folder in match.Folders.Where(folder => !isImage(folder)))
            problems.Add(NoDockerfile(folder, match.Pattern.Location));
    }

    private static string Sought(FolderMatch match) => new FolderPattern(match.Pattern.Value).NamesFiles ? "file" : "folder";

    // What another checkout holds is missing in every clone that does not have that one.
    private string? Missing(FolderMatch match) =>
        match.Group == settings.Groups[^1] && match.Pattern.Value.StartsWith("../", StringComparison.Ordinal)
        ? $"clone it there, or take it out of the family: {ThisProgram.Name} Link --path {match.Pattern.Value} --remove"
        : null;

    private void CheckGroup(List<Found> all)
    {
        if (all.Find(match => match.Group != all[0].Group) is not { } other)
            return;
        problems.Add(new Problem(
            $"{(other.Folder.IsUsual ? "folder" : "file")} '{Shown(other.Folder)}' is in group '{all[0].Group.Group.Name}' "
                + $"({all[0].Pattern.Location}) and in group '{other.Group.Group.Name}'",
            other.Pattern.Location,
            $"take it out of one of them with '!{Shown(other.Folder)}'"));
    }

    private string Shown(ImageFolder folder) => facts.Shown(folder.IsUsual ? folder.Path : folder.DockerfilePath);

    private Located<ImageName>? Named(ImagePlace place, ImageNaming naming, HashSet<string> names)
    {
        problems.AddRange(place.Folder.Problems);
        if (place.Said?.Name is { } said)
            return said;
        if (naming.ByItself(place.Folder) is { } name)
            return new Located<ImageName>(name, naming.PlaceOf(place.Folder));
        problems.Add(naming.Refusal(place.Folder, names));
        if (place.Folder.Dockerfile is null)
            problems.Add(NoDockerfile(place.Folder, new SourceLocation(facts.Shown(place.Folder.Path))));
        return null;
    }

    private IEnumerable<ImageCandidate> Candidates(ImagePlace place, Located<ImageName> name, ImageEntries entries) =>
        place.Said is { Variants: { IsEmpty: false } variants }
            ? variants.Select(variant => Candidate(place with { Said = variant, Folder = entries.FolderOf(variant) ?? place.Folder },
                variant.Name)).OfType<ImageCandidate>()
            : Candidate(place, name) is { } candidate ? [candidate] : [];

    private ImageCandidate? Candidate(ImagePlace place, Located<ImageName> name)
    {
        var (group, folder, said) = place;
        var (path, text) = Dockerfile(folder, said);
        if (text is null)
            return null;

        var args = ImageArgs.Of(settings, folder.Values, said);
        CheckContexts(said?.Contexts ?? Sorted.Empty<Located<string>>());
        var contexts = settings.Contexts.SetItems(said?.Contexts ?? Sorted.Empty<Located<string>>()).SetItems(settings.Overrides.Contexts);
        return new ImageCandidate
        {
            Name = name,
            Group = group,
            Folder = folder,
            Said = said,
            Alias = AliasOf(folder, said, name),
            DockerfilePath = path,
            DockerfileShown = facts.Shown(path),
            DockerfileText = text,
            ContextPath = Context(folder, said),
            Target = said?.Target ?? folder.Values?.Target?.Value,
            Args = args,
            Contexts = Sorted.Of(contexts, context => NamedContext.Value(context.Value, facts)),
            ContextPlaces = Sorted.Of(contexts, context => context.Location),
            Secrets = settings.Secrets.RelativeTo(facts.Root).Under(folder.Values?.Secrets.RelativeTo(folder.Path))
                .Under(said?.Secrets.RelativeTo(facts.Root))
                .Under(settings.Overrides.Secrets.RelativeTo(facts.Root)),
            Ports = Ports(folder, said, args),
            Tests = said?.Tests is { } tests ? [.. tests.Select(test => new TestFilePath(facts.Rooted(test.Value), test.Location))]
                : folder.HasTests ? [new TestFilePath(folder.TestsPath)] : [],
        };
    }

    // A variant's own is the image's with its name behind it; the default variant has the image's.
    private static Located<string> AliasOf(ImageFolder folder, ImageSettings? said, Located<ImageName> name)
    {
        if (said?.Alias is { } alias)
            return alias;
        var (repository, variant) = (folder.Values?.Alias?.Value ?? name.Value.Repository, name.Value.Variant);
        return new Located<string>(variant is null || said is { IsDefault: true } ? repository : $"{repository}:{variant}",
            folder.Values?.Alias?.Location ?? name.Location);
    }

    private (string Path, string? Text) Dockerfile(ImageFolder folder, ImageSettings? said)
    {
        if (said?.Dockerfile is not { } written)
        {
            if (folder.Dockerfile is null)
                problems.Add(NoDockerfile(folder, new SourceLocation(facts.Shown(folder.Path))));
            return (folder.DockerfilePath, folder.Dockerfile);
        }

        var path = facts.Rooted(written.Value);
        var text = facts.Dockerfiles.GetValueOrDefault(path);
        if (text is null)
            problems.Add(new Problem($"images.{said.Name.Value.Repository}.dockerfile: there is no file '{written.Value}'",
                written.Location));
        return (path, text);
    }

    private string Context(ImageFolder folder, ImageSettings? said)
    {
        if ((said?.Context ?? folder.Values?.Context) is not { } written)
            return folder.Context;
        var path = said?.Context is not null ? facts.Rooted(written.Value)
            : Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(folder.Path, written.Value)));
        if (!facts.Folders.Contains(path))
            problems.Add(new Problem($"context: there is no folder '{written.Value}'", written.Location));
        return path;
    }

    private ImmutableArray<int> Ports(ImageFolder folder, ImageSettings? said, ImageArgs args)
    {
        if (said?.Ports is { Length: > 0 } ports)
            return ports;
        if (folder.Values?.Ports is { Length: > 0 } written)
            return written;
        if (args.Values.GetValueOrDefault(ValuesFormat.KegProxyPort) is not { } proxied)
            return [];
        if (int.TryParse(proxied.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535)
            return [port];
        problems.Add(new Problem($"{ValuesFormat.KegProxyPort}: '{proxied.Value}' is not a port from 1 to 65535", proxied.Location));
        return [];
    }

    private void CheckContexts(ImmutableSortedDictionary<string, Located<string>> contexts)
    {
        foreach (var (name, context) in contexts)
        {
            if (NamedContext.Refusal(context.Value) is { } refusal)
                problems.Add(new Problem($"contexts.{name}: '{context.Value}': {refusal}", context.Location));
            else if (NamedContext.IsFolder(context.Value) && !facts.Folders.Contains(facts.Rooted(context.Value)))
                problems.Add(new Problem($"contexts.{name}: there is no folder '{context.Value}'", context.Location));
        }
    }

    private Problem NoDockerfile(ImageFolder folder, SourceLocation location) =>
        new($"folder '{facts.Shown(folder.Path)}' has no Dockerfile", location, folder.Others.IsEmpty
            ? $"an image folder holds container/Dockerfile, or a Dockerfile itself; '!{facts.Shown(folder.Path)}' in "
                + $"{KegSettings.FileName} leaves it out"
            : $"it has {Choices.Of(folder.Others)}: name such files under folders, as in '{facts.Shown(folder.Path)}/{folder.Others[0]}'");

    private Problem EmptyFamily() => new(
        $"the family is empty: no folder with a Dockerfile matches "
            + $"{string.Join(", ", facts.Matches.Select(match => $"'{match.Pattern.Value}' ({match.Group.Group.Name})"))}",
        new SourceLocation(KegSettings.FileName),
        "an image folder holds container/Dockerfile, or a Dockerfile itself");

    private sealed record Found(GroupSettings Group, Located<string> Pattern, ImageFolder Folder);
}
