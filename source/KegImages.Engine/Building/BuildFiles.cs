using System.Collections.Concurrent;
using KegImages.Contexts;
using KegImages.Dockerfiles;
using KegImages.Ignore;
using KegImages.Planning;

namespace KegImages.Building;

/// <summary>
/// What BuildKit is given to read, without the folders that this tool itself writes. Most steps have none of them in a context and are left
/// as they are; of the others a copy of the Dockerfile has an ignore file of its own beside it, which BuildKit reads in place of the
/// context's, and a named context, which knows no such file, is copied. Where no frontend can be asked for, such a copy names none.
/// </summary>
/// <param name="own">The tool's own folders.</param>
/// <param name="asksForFrontends">Whether the image that <c># syntax=</c> names can be had.</param>
/// <param name="folder">Where copies are made, for as long as the run lasts.</param>
internal sealed class BuildFiles(OwnFolders own, bool asksForFrontends, string folder)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> copies = new(StringComparer.Ordinal);

    /// <summary>The step as BuildKit is to read it; paths for people are those of the step itself.</summary>
    /// <exception cref="FailedException">Something cannot be read or copied.</exception>
    public async Task<BuildStep> OfAsync(BuildStep step, CancellationToken cancellationToken)
    {
        var contexts = step.Contexts;
        foreach (var (name, value) in step.Contexts)
        {
            if (Path.IsPathRooted(value) && own.In(value) is { IsEmpty: false } withheld)
                contexts = contexts.SetItem(
                    name, await copies.GetOrAdd(value, path => new(() => CopyAsync(path, withheld, cancellationToken))).Value);
        }

        return step with { Image = await DockerfileAsync(step.Image, cancellationToken), Contexts = contexts };
    }

    private async Task<Image> DockerfileAsync(Image image, CancellationToken cancellationToken)
    {
        var withheld = own.In(image.ContextPath);
        var namesFrontend = !asksForFrontends && image.Dockerfile.Syntax is not null;
        if (withheld.IsEmpty && !namesFrontend)
            return image;
        // BuildKit's messages name the file, so it keeps its name.
        var beside = Directory.CreateDirectory(Path.Combine(folder, $"{image.Name}.dockerfile")).FullName;
        var copy = Path.Combine(beside, Path.GetFileName(image.DockerfilePath));
        // Byte by byte, whatever the encoding of what stands in comments.
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(image.DockerfilePath, cancellationToken));
        await File.WriteAllTextAsync(copy, namesFrontend ? ParserDirectives.WithoutSyntax(text) : text, Encoding.Latin1, cancellationToken);
        var ignored = IgnoreFile.FileOf(image.DockerfilePath, image.ContextPath) is { } file
            ? await File.ReadAllTextAsync(file, cancellationToken)
            : "";
        string[] lines = [ignored, .. withheld.SelectMany(DockerIgnore.LinesOf), ""];
        await File.WriteAllTextAsync(copy + DockerIgnore.FileName, string.Join('\n', lines), cancellationToken);
        return image with { DockerfilePath = copy };
    }

    private async Task<string> CopyAsync(string context, IReadOnlyCollection<string> withheld, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(folder, $"context-{copies.Count}-{Guid.NewGuid():n}");
        var ignore = (await IgnoreFile.FindAsync(context, cancellationToken)).Without(withheld);
        await Task.Run(() => ContextCopy.Make(context, ignore, copy, cancellationToken), cancellationToken);
        return copy;
    }
}
