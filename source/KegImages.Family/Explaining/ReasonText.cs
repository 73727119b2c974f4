namespace KegImages.Explaining;

/// <summary>Says a difference in an image's inputs with the paths that people know: relative to the root.</summary>
internal sealed class ReasonText(Image image, string root)
{
    private readonly string context = Shown(root, image.ContextPath);

    public string Dockerfile { get; } = Shown(root, image.DockerfilePath);

    public Reason Of(InputDifference difference)
    {
        var reason = new Reason(difference.Kind?.ToString().ToLowerInvariant() ?? "version", difference.ToString())
        {
            Name = difference.Name.Length > 0 ? difference.Name : null,
            Before = difference.Before,
            After = difference.After,
        };
        return difference.Kind switch
        {
            InputKind.Dockerfile => OfDockerfile(reason, difference),
            InputKind.File or InputKind.Folder or InputKind.Link => InContext(reason, difference),
            InputKind.External => OfExternal(reason, difference),
            InputKind.Context => OfContext(reason, difference),
            _ => reason,
        };
    }

    public static Reason OfParent(InputDifference difference, ImageName? before, ImageName? after) => new("parent", (before, after) switch
    {
        (null, not null) => $"parent {after} was added",
        (not null, null) => $"parent {before} was removed",
        (not null, not null) when before != after => $"{Chooser(difference.Name)} is {after}, was {before}",
        _ => difference.ToString(),
    })
    {
        Name = difference.Name,
        Before = difference.Before,
        After = difference.After,
    };

    private Reason OfDockerfile(Reason reason, InputDifference difference)
    {
        var lines = difference.FirstLine is not { } first ? ""
            : difference.LastLine is { } last && last > first ? $":{first}–{last}" : $":{first}";
        var text = $"{Dockerfile}{lines} changed";
        return reason with { Text = text, Link = text, File = Dockerfile, Line = difference.FirstLine, Name = Dockerfile };
    }

    private Reason InContext(Reason reason, InputDifference difference)
    {
        var path = context == "." ? difference.Name : $"{context}/{difference.Name}";
        var text = (difference with { Name = path }).ToString();
        return reason with { Text = text, Link = text, File = path, Name = path };
    }

    private static Reason OfExternal(Reason reason, InputDifference difference)
    {
        var (before, after) = (ExternalOf(difference.Before), ExternalOf(difference.After));
        var text = (before.Reference, after.Reference) switch
        {
            (null, not null) => $"external parent {after.Reference} was added",
            (not null, null) => $"external parent {before.Reference} was removed",
            _ when before.Reference == after.Reference => $"{after.Reference} is {Short(after.Digest)}, was {Short(before.Digest)}",
            _ => $"{Chooser(difference.Name)} is {after.Reference}, was {before.Reference}",
        };
        return reason with { Text = text, Link = text, Name = after.Reference ?? before.Reference };
    }

    private static Reason OfContext(Reason reason, InputDifference difference)
    {
        var text = difference switch
        {
            { Before: null } or { After: null } => difference.ToString(),
            _ when difference.Before.StartsWith("folder:", StringComparison.Ordinal)
                && difference.After.StartsWith("folder:", StringComparison.Ordinal) => $"context {difference.Name} changed",
            _ => $"context {difference.Name} is {Short(difference.After)}, was {Short(difference.Before)}",
        };
        return reason with
        {
            Text = text,
            Link = text,
            Because = [.. difference.Within.Select(inner =>
                new Reason(inner.Kind!.Value.ToString().ToLowerInvariant(), inner.ToString()) { Name = inner.Name, Before = inner.Before,
                    After = inner.After })],
        };
    }

    private static (string? Reference, string? Digest) ExternalOf(string? value)
    {
        // A reference may have a digest of its own: what it stands for is behind the last '@'.
        var at = value?.LastIndexOf('@') ?? -1;
        return at < 0 ? (value, null) : (value![..at], value[(at + 1)..]);
    }

    private static string Chooser(string name) => name.StartsWith('$') ? name[1..] : "a parent";

    private static string? Short(string? identity)
    {
        var parts = identity?.TrimEnd(':').Split(':');
        return parts is null ? null : string.Join(':', parts.Select(part => part.Length is 40 or 64 ? part[..12] : part));
    }

    private static string Shown(string root, string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
}
