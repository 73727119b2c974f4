namespace KegImages.Configuration;

/// <summary>What the command line says over all files: of build args and of named build contexts.</summary>
/// <param name="Args">Build args that win over all others.</param>
/// <param name="Contexts">Named build contexts that replace those of the same name; folders are relative to <c>keg.yml</c>.</param>
public sealed record FamilyOverrides(ImmutableSortedDictionary<string, Located<string>> Args,
    ImmutableSortedDictionary<string, Located<string>> Contexts)
{
    /// <summary>The build arg that names the image that the base is built on.</summary>
    public const string NodeImageArg = "KEG_NODE_IMAGE";

    /// <summary>Secrets and SSH agents that replace those of the same id; files are relative to <c>keg.yml</c>.</summary>
    public SecretDeclarations Secrets { get; init; } = SecretDeclarations.None;

    /// <summary>What the taps are built on; null for what their files say.</summary>
    public ChosenParent? BaseImage { get; init; }

    /// <summary>Overrides nothing.</summary>
    public static FamilyOverrides None { get; } = new(Sorted.Empty<Located<string>>(), Sorted.Empty<Located<string>>());

    /// <summary>The overrides of a command line. Throws <see cref="WrongUseException"/> with every context that is not
    /// <c>name=value</c>.</summary>
    /// <param name="nodeImage"><c>--node-image</c>; null when it was not given.</param>
    /// <param name="contexts"><c>--context</c>, each <c>name=folder</c> or <c>name=url</c>; the name is compared as the reference of an
    /// image is, as buildx does.</param>
    public static FamilyOverrides Of(string? nodeImage, IReadOnlyCollection<string> contexts)
    {
        var args = None.Args;
        if (nodeImage is not null)
            args = args.Add(NodeImageArg, new Located<string>(nodeImage, new SourceLocation("--node-image")));
        var named = None.Contexts;
        var problems = new List<Problem>();
        foreach (var context in contexts)
        {
            if (context.Split('=', 2) is [var name, { Length: > 0 } value] && ImageReference.TryParse(name, out var reference))
                named = named.SetItem(reference.Familiar, new Located<string>(value, new SourceLocation("--context")));
            else
                problems.Add(new Problem($"--context {context}: expected name=folder or name=url, such as keg-hub=../keg-hub"));
        }

        WrongUseException.ThrowIfAny(problems);
        return new FamilyOverrides(args, named);
    }
}
