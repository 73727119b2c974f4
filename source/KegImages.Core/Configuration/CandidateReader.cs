namespace KegImages.Configuration;

/// <summary>Folders → candidates: which folders are images, what they are called and where their files are. Pure.</summary>
internal sealed class CandidateReader(KegSettings settings, FamilyFacts facts, List<Problem> problems)
{
    private readonly ILookup<string, ImageSettings> byFolder = settings.Images
        .Where(image => image.Folder is not null)
        .ToLookup(image => facts.Rooted(image.Folder!.Value), StringComparer.Ordinal);

    public ImmutableArray<ImageCandidate> Read()
    {
        foreach (var match in facts.Matches)
            CheckMatch(match);
        var found = facts.Matches
            .SelectMany(match => match.Folders.Where(folder => IsImage(folder))
            .Select(folder => new Found(match.Group, match.Pattern, folder)))
            .GroupBy(found => found.Folder.Path, StringComparer.Ordinal)
            .Select(OnlyGroup)
            .OrderBy(found => found.Group.Group.Order).ThenBy(found => facts.Shown(found.Folder.Path), StringComparer.Ordinal)
            .ToList();
        if (found.Count == 0 && problems.Count == 0)
            problems.Add(EmptyFamily());

        var candidates = found.SelectMany(found => Candidates(found.Group, found.Folder)).ToImmutableArray();
        CheckSaid(found.Select(found => found.Folder).ToList(), candidates);
        CheckContexts(settings.Contexts.SetItems(settings.Overrides.Contexts));
        return candidates;
    }

    private bool IsImage(ImageFolder folder) =>
        folder.Dockerfile is not null || folder.Values is not null || Said(folder) is { Dockerfile: not null };

    private ImageSettings? Said(ImageFolder folder) => byFolder[folder.Path].FirstOrDefault() ?? byFolder[folder.Context].FirstOrDefault();

    private void CheckMatch(FolderMatch match)
    {
        if (!new FolderPattern(match.Pattern.Value).IsLiteral)
        {
            // A pattern may wait for its first folder, but not beside one of nearly its name.
            if (match.Slip is { } slip)
                problems.Add(new Problem($"groups.{match.Group.Group.Name}.folders: '{match.Pattern.Value}' matches no folder: {slip}",
                    match.Pattern.Location));
            return;
        }

        if (match.Folders.Length == 0 && !match.Group.Folders.Any(folder => folder.Value.StartsWith('!')))
            problems.Add(new Problem($"groups.{match.Group.Group.Name}.folders: there is no folder '{match.Pattern.Value}'",
                match.Pattern.Location, Missing(match)));
        foreach (var folder in match.Folders.Where(folder => !IsImage(folder)))
            problems.Add(NoDockerfile(folder, match.Pattern.Location));
    }

    // What another checkout holds is missing in every clone that does not have that one.
    private string? Missing(FolderMatch match) =>
        match.Group == settings.Groups[^1] && match.Pattern.Value.StartsWith("../", StringComparison.Ordinal)
        ? $"clone it there, or take it out of the family: {ThisProgram.Name} Link --path {match.Pattern.Value} --remove"
        : null;

    private Found OnlyGroup(IEnumerable<Found> matches)
    {
        var all = matches.ToList();
        if (all.FirstOrDefault(match => match.Group != all[0].Group) is { } other)
            problems.Add(new Problem(
                $"folder '{facts.Shown(other.Folder.Path)}' is in group '{all[0].Group.Group.Name}' ({all[0].Pattern.Location}) and in "
                    + $"group '{other.Group.Group.Name}'",
                other.Pattern.Location,
                $"take it out of one of them with '!{facts.Shown(other.Folder.Path)}'"));
        return all[0];
    }

    private IEnumerable<ImageCandidate> Candidates(GroupSettings group, ImageFolder folder)
    {
        problems.AddRange(folder.Problems);
        var said = Said(folder);
        var name = said?.Name ?? Name(folder);
        if (name is null)
        {
            if (folder.Dockerfile is null)
                problems.Add(NoDockerfile(folder, new SourceLocation(facts.Shown(folder.Path))));
            return [];
        }

        said ??= settings.Images.FirstOrDefault(image => image.Name.Value == name.Value);
        return said is { Variants.IsEmpty: false }
            ? said.Variants.Select(variant => Candidate(group, folder, variant, variant.Name)).OfType<ImageCandidate>()
            : Candidate(group, folder, said, name) is { } candidate ? [candidate] : [];
    }

    private ImageCandidate? Candidate(GroupSettings group, ImageFolder folder, ImageSettings? said, Located<ImageName> name)
    {
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

    private Located<ImageName>? Name(ImageFolder folder)
    {
        var written = folder.Values?.Env.GetValueOrDefault(ValuesFormat.Image);
        var text = written?.Value ?? folder.Name;
        if (written is not null && !new Templates(folder.Values!, settings).TryFill(ValuesFormat.Image, text, out text, out var refusal))
        {
            problems.Add(new Problem($"{ValuesFormat.Image}: {refusal}", written.Location));
            return null;
        }

        var location = written?.Location
            ?? new SourceLocation(facts.Shown(folder.Dockerfile is null ? folder.Path : folder.DockerfilePath));
        if (ImageName.TryParseRepository(text, out var name))
            return new Located<ImageName>(name, location);
        problems.Add(new Problem(
            $"'{text}' is not an image name: lowercase letters and digits are allowed, with '.', '_', '__' or '-' between them",
            location,
            written is null ? $"name it with IMAGE in {facts.Shown(folder.ValuesPath)}, or with images.<name>.folder in "
                + $"{KegSettings.FileName}" : null));
        return null;
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
            problems.Add(new Problem($"images.{said.Name.Value.Repository}.dockerfile: there is no file '{written.Value}'", written.Location));
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

    private void CheckSaid(List<ImageFolder> folders, ImmutableArray<ImageCandidate> candidates)
    {
        var names = candidates.Select(candidate => candidate.Name.Value.Repository).Distinct().ToList();
        foreach (var twice in byFolder.Where(images => images.Count() > 1).SelectMany(images => images.Skip(1)))
            problems.Add(new Problem(
                $"images.{twice.Name.Value}.folder: '{twice.Folder!.Value}' is the folder of "
                    + $"'{byFolder[facts.Rooted(twice.Folder.Value)].First().Name.Value}' already", twice.Folder.Location));
        foreach (var image in settings.Images)
        {
            if (image.Folder is { } folder
                && !folders.Any(found => facts.Rooted(folder.Value) is var path && (found.Path == path || found.Context == path)))
                problems.Add(new Problem($"images.{image.Name.Value}.folder: '{folder.Value}' is no image folder of any group",
                    folder.Location));
            else if (image.Folder is null && !names.Contains(image.Name.Value.ToString()) && names.Count == folders.Count)
                problems.Add(new Problem(
                    $"images.{image.Name.Value}: no image '{image.Name.Value}' in this "
                        + $"family{Suggestion.DidYouMean(image.Name.Value.ToString(), names)}", image.Name.Location));
        }
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
        new($"folder '{facts.Shown(folder.Path)}' has no Dockerfile", location,
            $"an image folder holds container/Dockerfile, or a Dockerfile itself; '!{facts.Shown(folder.Path)}' in "
                + $"{KegSettings.FileName} leaves it out");

    private Problem EmptyFamily() => new(
        $"the family is empty: no folder with a Dockerfile matches "
            + $"{string.Join(", ", facts.Matches.Select(match => $"'{match.Pattern.Value}' ({match.Group.Group.Name})"))}",
        new SourceLocation(KegSettings.FileName),
        "an image folder holds container/Dockerfile, or a Dockerfile itself");

    private sealed record Found(GroupSettings Group, Located<string> Pattern, ImageFolder Folder);
}
