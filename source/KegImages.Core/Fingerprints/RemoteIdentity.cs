namespace KegImages.Fingerprints;

/// <summary>What something that an <c>ADD</c> fetches is.</summary>
public sealed record RemoteIdentity
{
    private const string Unknown = "unknown:";
    private const string Git = "git:";
    private const string Checksum = "checksum:";
    private const int Longest = 1024;

    private RemoteIdentity(string text) => Text = text;

    private string Text { get; }

    /// <summary>Whether it could not be found out.</summary>
    public bool IsUnknown => SaysUnknown(Text);

    /// <summary>A file, by its bytes.</summary>
    public static RemoteIdentity Of(Digest bytes) => new(bytes.ToString());

    /// <summary>A git repository at a commit.</summary>
    public static RemoteIdentity Of(CommitId commit) => new(Git + commit);

    /// <summary>What a Dockerfile says that it must be: a build on anything else fails.</summary>
    public static RemoteIdentity OfChecksum(string checksum) => new(Checksum + checksum);

    /// <summary>Something that nobody can tell now. It equals nothing that was or will be, so no image of it is ever reused.</summary>
    public static RemoteIdentity OfNobodyKnows() => new(Unknown + Guid.NewGuid().ToString("n"));

    /// <summary>Reads what <see cref="ToString"/> says; false when the text is none.</summary>
    internal static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out RemoteIdentity? identity)
    {
        identity = text is { Length: <= Longest }
            && (Digest.TryParse(text, out _) || IsAfter(Git, rest => CommitId.TryParse(rest, out _)) || IsAfter(Checksum, IsWord)
                || IsAfter(Unknown, IsWord))
            ? new RemoteIdentity(text) : null;
        return identity is not null;

        bool IsAfter(string kind, Func<string, bool> holds) =>
            text.StartsWith(kind, StringComparison.Ordinal) && holds(text[kind.Length..]);

        static bool IsWord(string rest) => rest.Length > 0 && !rest.Any(char.IsControl);
    }

    /// <summary>The kind and the identity: <c>sha256:…</c>, <c>git:…</c>, <c>checksum:…</c> or <c>unknown:…</c>.</summary>
    public override string ToString() => Text;

    internal static bool SaysUnknown(string? text) => text?.StartsWith(Unknown, StringComparison.Ordinal) == true;
}
