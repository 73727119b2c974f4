using KegImages.Dockerfiles;
using KegImages.Ignore;

namespace KegImages.Fingerprints;

/// <summary>What instructions copy by name from a context that has no such file: their build fails, whatever else is right.</summary>
/// <param name="Image">The image.</param>
/// <param name="Context">Its context, as people are shown it.</param>
/// <param name="IsThere">Whether the context's folder has a file or folder of this path.</param>
/// <param name="IsFolder">Whether that is a folder.</param>
internal sealed record MissingSources(Image Image, string Context, Func<string, bool> IsThere, Func<string, bool> IsFolder)
{
    // Patterns may match nothing, and what may stand for something else is not judged; a colon is part of an address.
    private static readonly AsciiSet Unsure = new("$\\{}|^[]*?'\":");

    /// <summary>A problem for each, with the instruction's place.</summary>
    /// <param name="sources">What is read of the context; null where that is not known.</param>
    /// <param name="ignore">What of the context a build does not see.</param>
    public IEnumerable<Problem> Of(IEnumerable<string>? sources, DockerIgnore ignore)
    {
        foreach (var written in sources ?? [])
        {
            var path = GoPath.Clean("/" + written)[1..];
            if (path.Length == 0 || Unsure.IsIn(path) || path.Any(char.IsWhiteSpace))
                continue;
            var isThere = IsThere(path);
            // Of a folder, what is below it may be brought back.
            if (isThere && (IsFolder(path) || !ignore.Ignores(path)))
                continue;
            var (keyword, place) = PlaceOf(written);
            yield return isThere
                ? new Problem($"{keyword} {written}: the ignore file of the context '{Context}' leaves '{path}' out", place,
                    $"bring it back: write !{path} below the line that leaves it out, or copy something else")
                : new Problem($"{keyword} {written}: the context '{Context}' has no '{path}'", place,
                    "correct the name, or add the file: the build would fail here");
        }
    }

    // What no instruction of the file itself says comes from an ONBUILD of what it is built on.
    private (string Keyword, SourceLocation Place) PlaceOf(string source)
    {
        var readers = Image.Dockerfile.Instructions.Where(instruction => instruction.Keyword is "COPY" or "ADD" or "RUN").ToList();
        // A variable may stand in the place of the source, or of a part of it.
        var found = readers.Find(instruction => instruction.Text.Contains(source, StringComparison.Ordinal))
            ?? readers.Find(instruction => instruction.Keyword != "RUN" && instruction.Text.Contains('$', StringComparison.Ordinal));
        var edge = Image.Parents.FirstOrDefault(parent => parent.Use == ParentUse.From);
        return found is not null ? (found.Keyword, new SourceLocation(Image.Dockerfile.Path, found.Line))
            : ("ONBUILD COPY", edge?.Location ?? new SourceLocation(Image.Dockerfile.Path));
    }
}
