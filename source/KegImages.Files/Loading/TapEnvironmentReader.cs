using KegImages.Configuration;
using KegImages.Environments;

namespace KegImages.Loading;

/// <summary>Reads the variables that an image runs with, in the order of docs/values.md.</summary>
internal static class TapEnvironmentReader
{
    /// <summary>Reads and merges the files of an image. Throws <see cref="WrongUseException"/> with everything that is wrong with them,
    /// each with file and line.</summary>
    public static async Task<TapEnvironment> ReadAsync(
        FamilyModel model, Image image, string? environment, IReadOnlyDictionary<string, string> processEnvironment,
            CancellationToken cancellationToken)
    {
        var name = EnvironmentName.Of(environment, processEnvironment);
        var layers = ImmutableArray.CreateBuilder<EnvironmentLayer>();
        foreach (var file in EnvironmentFile.Of(model.Root, image.FolderPath, name).Where(file => File.Exists(file.Path)))
            layers.Add(EnvironmentLayer.Read(await WrittenFile.TextAsync(file.Path, cancellationToken), model.Shown(file.Path), file.Kind,
                processEnvironment));
        return EnvironmentMerge.Of(layers.ToImmutable(), processEnvironment, model.Settings, TemplateWords.Of(model, name), name);
    }
}
