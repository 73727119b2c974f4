namespace KegImages.Configuration;

/// <summary>Which secrets and SSH agents something declares, by id.</summary>
public sealed record SecretDeclarations(ImmutableSortedDictionary<string, BuildSecret> Secrets,
    ImmutableSortedDictionary<string, SshForward> Ssh)
{
    /// <summary>Declares none.</summary>
    public static SecretDeclarations None { get; } = new(Sorted.Empty<BuildSecret>(), Sorted.Empty<SshForward>());

    /// <summary>The names that hold secrets: ids, and the variables that secrets are in.</summary>
    public ImmutableSortedSet<string> Names { get; } =
        [.. Secrets.Keys, .. Secrets.Values.Where(secret => secret.Kind == BuildSecretKind.Environment).Select(secret => secret.Source)];

    /// <summary>Declarations from what was read; of two of one id the later one holds.</summary>
    public static SecretDeclarations Of(IEnumerable<BuildSecret> secrets, IEnumerable<SshForward> ssh) => new(
        secrets.Aggregate(None.Secrets, (all, secret) => all.SetItem(secret.Id, secret)),
        ssh.Aggregate(None.Ssh, (all, forward) => all.SetItem(forward.Id, forward)));

    /// <summary>The declarations of a command line. Throws <see cref="WrongUseException"/> with everything that is wrong with them; what is
    /// wrong may be a secret, and is not quoted.</summary>
    /// <param name="secrets"><c>--secret</c>.</param>
    /// <param name="ssh"><c>--ssh</c>.</param>
    public static SecretDeclarations OfOptions(IReadOnlyList<string> secrets, IReadOnlyList<string> ssh)
    {
        List<Problem> problems = [];
        var given = Of(Parsed("--secret", secrets, BuildSecret.Parse, problems), Parsed("--ssh", ssh, SshForward.Parse, problems));
        WrongUseException.ThrowIfAny(problems);
        return new SecretDeclarations(
            Sorted.Of(given.Secrets, secret => secret with { Location = new SourceLocation("--secret") }),
            Sorted.Of(given.Ssh, forward => forward with { Location = new SourceLocation("--ssh") }));
    }

    /// <summary>These, and over them the others'.</summary>
    public SecretDeclarations Under(SecretDeclarations? others) =>
        others is null ? this : new(Secrets.SetItems(others.Secrets), Ssh.SetItems(others.Ssh));

    /// <summary>The same with paths that do not depend on the place they were written at; the home folder's stay as they are.</summary>
    /// <param name="folder">The folder that they are relative to.</param>
    public SecretDeclarations RelativeTo(string folder)
    {
        return new(
            Sorted.Of(Secrets, secret => secret.Kind == BuildSecretKind.File ? secret with { Source = Rooted(secret.Source) } : secret),
            Sorted.Of(Ssh, forward => forward.With(Rooted)));

        string Rooted(string path) =>
            path is "~" || path.StartsWith("~/", StringComparison.Ordinal) ? path : Path.GetFullPath(Path.Combine(folder, path));
    }

    private static List<T> Parsed<T>(string option, IReadOnlyList<string> texts, Func<string, T> parse, List<Problem> problems)
    {
        var all = new List<T>();
        for (var i = 0; i < texts.Count; i++)
        {
            try
            {
                all.Add(parse(texts[i]));
            }
            catch (WrongUseException exception)
            {
                problems.Add(new Problem($"{option}{(texts.Count > 1 ? $" (number {i + 1})" : "")}: {exception.Message}"));
            }
        }

        return all;
    }
}
