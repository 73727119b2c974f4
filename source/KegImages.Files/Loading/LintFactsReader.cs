using KegImages.Configuration;
using KegImages.Contexts;
using KegImages.Linting;

namespace KegImages.Loading;

/// <summary>Reads from disk what the linter needs beside the family.</summary>
internal static class LintFactsReader
{
    public static async Task<LintFacts> ReadAsync(FamilyModel model, IEnumerable<Image> images,
        CancellationToken cancellationToken)
    {
        var files = ImmutableDictionary.CreateBuilder<ImageName, ImageFiles>();
        foreach (var image in images)
        {
            var values = image.ValuesPath is null ? null
                : ValuesReader.Read(await WrittenFile.TextAsync(image.ValuesPath, cancellationToken), model.Shown(image.ValuesPath)).Values;
            var compose = Path.Combine(image.FolderPath, ImageFiles.ComposeName);
            files[image.Name] = new ImageFiles(
                values,
                File.Exists(image.DockerfilePath + ".dockerignore") || File.Exists(Path.Combine(image.ContextPath, ".dockerignore")),
                File.Exists(compose) ? await WrittenFile.TextAsync(compose, cancellationToken) : null)
            {
                Missing = [.. ContextFiles.Missing(image, model.Shown(image.ContextPath), image.Use,
                    await IgnoreFile.FindAsync(image.DockerfilePath, image.ContextPath, cancellationToken))],
            };
        }

        return new LintFacts(model, files.ToImmutable());
    }
}
