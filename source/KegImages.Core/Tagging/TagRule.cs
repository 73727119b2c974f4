using System.Security.Cryptography;

namespace KegImages.Tagging;

/// <summary>Branch → slug: total, stable, and short enough that <c>&lt;alias&gt;-&lt;slug&gt;</c> is a DNS label. The rule is stated in
/// docs/tags.md; a change of it renames every branch's images. See <see href="https://www.rfc-editor.org/rfc/rfc1035#section-2.3.1"/> for
/// labels.</summary>
public sealed record TagRule
{
    /// <summary>The longest DNS label, in characters.</summary>
    public const int MaxLabelLength = 63;

    /// <summary>The longest slug of a family whose aliases all have at most 22 characters.</summary>
    public const int UsualLength = 40;

    /// <summary>The longest alias that leaves room for a slug.</summary>
    public const int MaxAliasLength = MaxLabelLength - 1 - ShortestLimit;

    private const int HashLength = 7;
    private const int ShortestLimit = 16;
    private const string EmptyStem = "branch";

    private TagRule(int maxLength) => MaxLength = maxLength;

    /// <summary>The rule of a family whose aliases all have at most 22 characters.</summary>
    public static TagRule Usual { get; } = new(UsualLength);

    /// <summary>The longest slug, in characters; from 16 to 40.</summary>
    public int MaxLength { get; }

    /// <summary>The rule of a family: an alias of more than 22 characters shortens the slugs of all its images alike; the name of a variant
    /// behind it does not.</summary>
    /// <exception cref="WrongUseException">Aliases too long to be followed by a slug, all of them named.</exception>
    public static TagRule For(IEnumerable<string> aliases)
    {
        var all = aliases.Select(alias => alias.Split(':')[0]).Distinct(StringComparer.Ordinal).ToList();
        WrongUseException.ThrowIfAny([.. all.Where(alias => alias.Length > MaxAliasLength).Select(alias => new Problem(
            $"the alias '{alias}' has {alias.Length} characters: at most {MaxAliasLength} leave room for a branch in the URL's "
                + $"{MaxLabelLength}; give it a shorter one: alias in its values.yml, or images.<name>.alias in keg.yml"))]);
        var longest = 0;
        foreach (var alias in all)
            longest = Math.Max(longest, alias.Length);
        return longest <= MaxLabelLength - 1 - UsualLength ? Usual : new TagRule(MaxLabelLength - 1 - longest);
    }

    /// <summary>The branch's slug.</summary>
    public BranchSlug SlugOf(BranchName branch) => SlugOf(branch.ToString());

    /// <summary>The branch's slug with its hash, also where nothing was lost: for a branch whose plain slug is spoken for.</summary>
    public BranchSlug HashedSlugOf(BranchName branch) => Hashed(branch.ToString());

    /// <summary>The branch's slug as that of a branch of whose name nothing is left: for one that could still be mistaken.</summary>
    internal static BranchSlug NamelessSlugOf(BranchName branch) => BranchSlug.Parse($"{EmptyStem}-{HashOf(branch.ToString())}");

    internal BranchSlug HashedSlugOf(string text) => Hashed(text);

    /// <summary>The host's first label in a URL, <c>&lt;alias&gt;-&lt;slug&gt;</c>. A tag made from a branch stands in it as it is; one
    /// that was given by hand and is no slug goes through the same rule as a branch of its name.</summary>
    public string LabelOf(string alias, Tag tag)
    {
        var text = tag.ToString();
        var slug = BranchSlug.TryParse(text, out _) && text.Length <= MaxLength ? text : SlugOf(text).ToString();
        return $"{AliasLabel(alias, MaxLabelLength - 1 - slug.Length)}-{slug}";
    }

    // A variant's name may be longer than there is room for.
    private static string AliasLabel(string alias, int room)
    {
        var stem = Stem(alias);
        return stem.Length <= room ? stem : $"{stem[..(room - HashLength - 1)].TrimEnd('-')}-{HashOf(alias)}";
    }

    internal BranchSlug SlugOf(string text)
    {
        var stem = Stem(text);
        var nothingLost = stem == Lower(text).Replace('/', '-') && stem.Length <= MaxLength;
        return nothingLost ? BranchSlug.Parse(stem) : Hashed(text);
    }

    private BranchSlug Hashed(string text)
    {
        var stem = Stem(text);
        var room = MaxLength - HashLength - 1;
        var cut = (stem.Length > room ? stem[..room] : stem).TrimEnd('-');
        return BranchSlug.Parse($"{(cut.Length == 0 ? EmptyStem : cut)}-{HashOf(text)}");
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];

    private static string Stem(string text)
    {
        var stem = new StringBuilder(text.Length);
        foreach (var c in Lower(text))
        {
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
                stem.Append(c);
            else if (stem.Length > 0 && stem[^1] != '-')
                stem.Append('-');
        }

        return stem.ToString().TrimEnd('-');
    }

    // Only A to Z: Unicode's lowercase turns the Kelvin sign into a plain k, and the loss would go unseen.
    private static string Lower(string text) =>
        string.Create(text.Length, text, (span, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                span[i] = char.IsAsciiLetterUpper(source[i]) ? char.ToLowerInvariant(source[i]) : source[i];
        });
}
