namespace KegImages.Configuration;

/// <summary>The way from a folder with a <c>keg.yml</c> to the family.</summary>
public static class FamilyLoader
{
    /// <summary>Loads the family. Throws <see cref="WrongUseException"/> with all problems together, <see cref="FailedException"/> when a file cannot be read.</summary>
    /// <param name="rootDirectory">The folder that holds <c>keg.yml</c>.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    public static Task<FamilyModel> LoadAsync(string rootDirectory, CancellationToken cancellationToken) => LoadAsync(rootDirectory, null, [], cancellationToken);

    /// <summary>Loads the family under a profile and with build args of the run. Throws <see cref="WrongUseException"/> with all problems together, <see cref="FailedException"/> when a file cannot be read.</summary>
    /// <param name="rootDirectory">The folder that holds <c>keg.yml</c>.</param>
    /// <param name="profile">The profile, such as <c>local</c>; null for none. One that <c>keg.yml</c> does not mention changes nothing.</param>
    /// <param name="args">Build args of the run, such as those of command-line options; they win over all in the files.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    public static async Task<FamilyModel> LoadAsync(string rootDirectory, string? profile, IReadOnlyCollection<KeyValuePair<string, string>> args, CancellationToken cancellationToken)
    {
        var path = Path.Combine(rootDirectory, KegSettings.FileName);
        if (!File.Exists(path))
            throw new WrongUseException($"there is no {KegSettings.FileName} in '{rootDirectory}'", null, "docs/family.md shows a first one");
        var (settings, problems) = KegReader.Read(await FamilyFiles.TextAsync(path, cancellationToken), KegSettings.FileName);
        if (settings is null)
            throw new WrongUseException(problems);
        settings = settings.Under(profile).With(args, "the command line");
        var facts = await FamilyFiles.ReadAsync(rootDirectory, settings, cancellationToken);
        return new FamilyModel(settings, FamilyReader.Read(settings, facts, problems));
    }
}
