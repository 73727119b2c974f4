namespace KegImages.Tagging;

/// <summary>A tag of a set with names in braces that stand for what differs from run to run: <c>{branch}-{commit}</c>. Where it says
/// <c>{variant}</c>, that is the place of a variant's name, and not part of the set's tag.</summary>
public sealed class TagTemplate
{
    internal const string Branch = "branch";
    internal const string Commit = "commit";
    internal const string Date = "date";
    internal const string Variant = "variant";
    internal const string Version = "version";
    internal const string Major = "version.major";
    internal const string Minor = "version.minor";
    internal const string Patch = "version.patch";

    // The longest variant, and what is between it and the set's tag, have room beside the longest slug.
    private const int MostLiteral = 24;

    private readonly string text;
    private readonly TagForm form;

    private TagTemplate(string text, string set, VariantJoin? join)
    {
        (this.text, Set, Join) = (text, set, join);
        BracedText.Fill(set, _ => null, out var names);
        Names = [.. names];
        form = new TagForm(set);
    }

    /// <summary>The set's tag, without the place of a variant's name; empty where the variant's name is all.</summary>
    internal string Set { get; }

    /// <summary>How it joins a set's tag with a variant's name; null where it does not say.</summary>
    internal VariantJoin? Join { get; }

    /// <summary>The names that the set's tag has.</summary>
    internal ImmutableArray<string> Names { get; }

    /// <summary>Whether it is a variant's name alone.</summary>
    internal bool IsVariantAlone => Set.Length == 0;

    /// <summary>Reads a template. Throws <see cref="WrongUseException"/> that says what is wrong with it.</summary>
    /// <param name="known">The names that stand for something here, beside <c>{variant}</c>.</param>
    internal static TagTemplate Parse(string text, params IReadOnlyCollection<string> known)
    {
        BracedText.Fill(text, _ => null, out var names);
        if (names.FirstOrDefault(name => name != Variant && !known.Contains(name)) is { } unknown)
            throw new WrongUseException(TagForm.Knows(unknown)
                ? $"'{text}': {{{unknown}}} is not known here: {Choices.Of(Shown(known))} are"
                : $"'{text}': {{{unknown}}} stands for nothing{Suggestion.DidYouMean(unknown, known.Append(Variant))}: "
                    + Choices.Of(Shown(known)));
        if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { Key: var twice })
            throw new WrongUseException($"'{text}' says {{{twice}}} twice");
        var literal = BracedText.Fill(text, _ => "", out _);
        if (text.Length == 0 || !Spelling.IsMadeOf($"x{literal}", "_.-") || text[0] is '.' or '-')
            throw new WrongUseException($"'{text}' is not a template of a tag: beside names in braces, letters, digits, '_', '.' and '-' "
                + "are allowed, and it cannot begin with '.' or '-'");
        if (literal.Length > MostLiteral)
            throw new WrongUseException($"'{text}' has {literal.Length} characters beside names in braces: at most {MostLiteral} leave "
                + "room for a branch and a variant");
        var (set, join) = Parted(text);
        return new TagTemplate(text, set, join);
    }

    /// <summary>The set's tag with each name's value in its place.</summary>
    internal Tag Fill(Func<string, string?> valueOf) => Tag.Parse(BracedText.Fill(Set, valueOf, out _));

    /// <summary>Whether this could have come to that tag; what stands in it for one of the names.</summary>
    internal bool TryRead(Tag tag, string name, out string value)
    {
        var values = form.Read(tag.ToString());
        value = values?.GetValueOrDefault(name) ?? "";
        return values is not null;
    }

    /// <summary>Whether this could have come to that tag.</summary>
    internal bool MayBe(Tag tag) => form.Read(tag.ToString()) is not null;

    /// <summary>Whether this and another one, both of a branch, could come to one tag for two branches.</summary>
    internal bool MayCoincide(TagTemplate other) => BracedText.Fill(Set, _ => "\n", out _).Split('\n') is [var before, var after]
        && BracedText.Fill(other.Set, _ => "\n", out _).Split('\n') is [var otherBefore, var otherAfter]
        && MayBeOfSlugs(before, otherBefore) && MayBeOfSlugs(Reversed(after), Reversed(otherAfter));

    /// <summary>The template as it is written.</summary>
    public override string ToString() => text;

    private static (string Set, VariantJoin? Join) Parted(string text)
    {
        const string Place = $"{{{Variant}}}";
        var at = text.IndexOf(Place, StringComparison.Ordinal);
        var end = at + Place.Length;
        if (at < 0)
            return (text, null);
        if (text == Place)
            return ("", null);
        if (at == 0 && VariantJoin.Separators.Contains(text[end]) && end + 1 < text.Length && text[end + 1] is not ('.' or '-'))
            return (text[(end + 1)..], new VariantJoin(text[end], IsVariantFirst: true));
        if (at > 1 && end == text.Length && VariantJoin.Separators.Contains(text[at - 1]))
            return (text[..(at - 1)], new VariantJoin(text[at - 1], IsVariantFirst: false));
        throw new WrongUseException($"'{text}': {Place} stands alone, or first or last with '-', '_' or '.' beside it, so that a tag says "
            + "which of it is the variant");
    }

    // What one has more than the other would have to be part of a slug.
    private static bool MayBeOfSlugs(string one, string other)
    {
        var (shorter, longer) = one.Length <= other.Length ? (one, other) : (other, one);
        return longer.StartsWith(shorter, StringComparison.Ordinal)
            && longer[shorter.Length..].All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
    }

    private static string Reversed(string text) => new([.. text.Reverse()]);

    private static IEnumerable<string> Shown(IEnumerable<string> names) => names.Append(Variant).Select(name => $"{{{name}}}");
}
