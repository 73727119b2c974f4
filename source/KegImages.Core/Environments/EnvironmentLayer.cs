using KegImages.Configuration;

namespace KegImages.Environments;

/// <summary>What one file says. Pure: text in, entries and problems out.</summary>
/// <param name="Entries">Its entries in order; without a value where it only declares the name.</param>
internal sealed record EnvironmentLayer(string File, ImmutableArray<EnvironmentEntry> Entries, ImmutableSortedSet<string> Secrets,
    ImmutableArray<Problem> Problems)
{
    // What is built is the same in every environment, on CI and on a laptop. In .env files the names may stand: they are the container's
    // alone, and the
    // Keg tools' own files have them.
    private static readonly ImmutableArray<string> BuildNames = [ValuesFormat.Image, ValuesFormat.KegBaseImage];

    public static EnvironmentLayer Read(string text, string file, EnvironmentFileKind kind, IReadOnlyDictionary<string, string> process)
    {
        if (kind == EnvironmentFileKind.DotEnv)
        {
            var (entries, problems) = DotEnv.Read(text, file, process.GetValueOrDefault);
            return new EnvironmentLayer(file, entries, ImmutableSortedSet.Create<string>(StringComparer.Ordinal), [.. problems]);
        }

        var (values, found) = ValuesReader.Read(text, file);
        ImmutableArray<EnvironmentEntry> said =
        [
            .. values.Env.Select(entry => new EnvironmentEntry(entry.Key, entry.Value.Value, entry.Value.Location)),
            .. values.Declared.Select(entry => new EnvironmentEntry(entry.Key, null, entry.Value)),
        ];
        return new EnvironmentLayer(file, said, values.Secrets.Names, kind == EnvironmentFileKind.Values ? [.. found]
            : [.. found, .. OverlayProblems(values, file), .. BuildProblems(said)]);
    }

    private static IEnumerable<Problem> OverlayProblems(ImageValues values, string file)
    {
        IEnumerable<(string Key, SourceLocation? Location)> build =
        [
            ("alias", values.Alias?.Location), ("context", values.Context?.Location), ("target", values.Target?.Location),
            ("args", values.Args.Values.FirstOrDefault()?.Location), ("ports", values.Ports.IsEmpty ? null : new SourceLocation(file)),
            ("secrets", values.Secrets.Secrets.Values.FirstOrDefault(secret =>
                secret.Kind == BuildSecretKind.File || secret.Source != secret.Id)?.Location),
            ("ssh", values.Secrets.Ssh.Values.FirstOrDefault()?.Location),
        ];
        return build.Where(key => key.Location is not null)
            .Select(key => new Problem($"{key.Key}: an environment's file says how the image runs, never what it is", key.Location,
                $"say it in {ImageValues.FileName}"));
    }

    private static IEnumerable<Problem> BuildProblems(IEnumerable<EnvironmentEntry> entries) => entries
        .Where(entry => BuildNames.Contains(entry.Name))
        .Select(entry => new Problem($"{entry.Name}: an environment's file says how the image runs, never what it is built from",
            entry.Location, $"say it in {ImageValues.FileName}"));
}

/// <summary>One entry of a file.</summary>
/// <param name="Value">Its value, templates as written; null where the name is only declared.</param>
internal sealed record EnvironmentEntry(string Name, string? Value, SourceLocation Location)
{
    /// <summary>The names of the variables that its value was made from, in order, with spaces between them.</summary>
    public string Uses { get; init; } = "";
}
