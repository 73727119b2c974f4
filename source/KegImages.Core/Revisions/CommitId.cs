namespace KegImages.Revisions;

/// <summary>The whole id of a git commit: 40 hexadecimal digits, or 64 in a SHA-256 repository.</summary>
public sealed record CommitId
{
    private CommitId(string text) => Text = text;

    private string Text { get; }

    /// <summary>The first 12 digits, for people.</summary>
    public string Abbreviated => Text[..12];

    /// <summary>Reads a commit's id. Throws <see cref="WrongUseException"/> when the text is none.</summary>
    public static CommitId Parse(string text) => TryParse(text, out var commit)
        ? commit
        : throw new WrongUseException($"'{text}' is not a commit: expected its 40 (or 64) lowercase hexadecimal digits");

    /// <summary>Reads a commit's id; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out CommitId? commit)
    {
        commit = text is not null && Spelling.IsCommit(text) ? new CommitId(text) : null;
        return commit is not null;
    }

    /// <summary>All digits.</summary>
    public override string ToString() => Text;
}
