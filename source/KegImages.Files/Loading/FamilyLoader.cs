using KegImages.Configuration;

namespace KegImages.Loading;

/// <summary>The way from a folder with a <c>keg.yml</c> to the family.</summary>
public static class FamilyLoader
{
    /// <summary>Loads the family. Throws <see cref="WrongUseException"/> with all problems together, <see cref="FailedException"/> when a
    /// file cannot be read.</summary>
    /// <param name="rootDirectory">The folder that holds <c>keg.yml</c>.</param>
    public static Task<FamilyModel> LoadAsync(string rootDirectory, CancellationToken cancellationToken) =>
        LoadAsync(rootDirectory, FamilyOverrides.None, cancellationToken);

    /// <summary>Loads the family under what the command line says. Throws <see cref="WrongUseException"/> with all problems together,
    /// <see cref="FailedException"/> when a file cannot be read.</summary>
    /// <param name="rootDirectory">The folder that holds <c>keg.yml</c>.</param>
    /// <param name="overrides">What the command line says over the files.</param>
    public static async Task<FamilyModel> LoadAsync(string rootDirectory, FamilyOverrides overrides, CancellationToken cancellationToken)
    {
        var path = Path.Combine(rootDirectory, KegSettings.FileName);
        if (!File.Exists(path))
            throw new WrongUseException($"there is no {KegSettings.FileName} in '{rootDirectory}'", null,
                $"{ThisProgram.Name} Init{ThisProgram.SamePlace} proposes one from the Dockerfiles that are there; "
                    + $"{ThisProgram.Page("family")} shows a first one");
        return await ReadAsync(await WrittenFile.TextAsync(path, cancellationToken), rootDirectory, overrides, cancellationToken);
    }

    /// <summary>Loads the family as a text in place of <c>keg.yml</c> describes it. Throws <see cref="WrongUseException"/> with all
    /// problems together, <see cref="FailedException"/> when a file cannot be read.</summary>
    internal static async Task<FamilyModel> ReadAsync(string text, string rootDirectory, FamilyOverrides overrides,
        CancellationToken cancellationToken)
    {
        var (settings, problems) = KegReader.Read(text, KegSettings.FileName);
        if (settings is null)
            throw new WrongUseException(problems);
        settings = settings with { Overrides = overrides };
        var facts = await FamilyFiles.ReadAsync(rootDirectory, settings, cancellationToken);
        return new FamilyModel(settings, FamilyReader.Read(settings, facts, problems)) { Root = facts.Root };
    }
}
