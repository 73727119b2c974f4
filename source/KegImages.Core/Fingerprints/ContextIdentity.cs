namespace KegImages.Fingerprints;

/// <summary>What a named build context is, whatever it is called and wherever it lies.</summary>
public sealed record ContextIdentity
{
    private ContextIdentity(string text) => Text = text;

    private string Text { get; }

    /// <summary>A git repository at a commit, or a folder in it.</summary>
    /// <param name="subfolder">The folder in it that is the context, with <c>/</c> between its parts; empty for the root.</param>
    public static ContextIdentity OfCommit(string commit, string subfolder = "") => new($"git:{commit}:{subfolder}");

    /// <summary>A local folder, by all that a build can see in it.</summary>
    public static ContextIdentity Of(ContextListing folder) => new($"folder:{folder.Sha256}");

    /// <summary>An image from outside the family, by its digest.</summary>
    public static ContextIdentity Of(Digest image) => new($"image:{image}");

    /// <summary>An image of the family, by its fingerprint.</summary>
    public static ContextIdentity Of(Fingerprint image) => new($"image:{image}");

    /// <summary>The kind and the identity: <c>git:…</c>, <c>tree:…</c>, <c>folder:…</c> or <c>image:…</c>.</summary>
    public override string ToString() => Text;
}
