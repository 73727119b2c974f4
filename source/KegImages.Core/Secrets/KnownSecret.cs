namespace KegImages.Secrets;

/// <summary>A secret whose value this run knows, so that it can be kept out of all texts.</summary>
/// <param name="isDeclared">Whether a file or an option declares it; else only a name says that it is one.</param>
internal sealed class KnownSecret(string name, string value, bool isDeclared = false)
{
    private readonly ImmutableArray<string> telling = [.. SecretText.Telling(value)];

    public string Name => name;

    /// <summary>Whether a text that has it in it can have it from nowhere else: a password such as <c>postgres</c>, which nobody declared,
    /// stands in innocent ones.</summary>
    public bool IsTelling { get; } = isDeclared || !value.All(c => char.IsAsciiLetterLower(c) || c is '-' or '.');

    public bool IsIn(string text)
    {
        foreach (var part in telling)
        {
            if (text.Contains(part, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    public void HideBy(Masking masking) => masking.Add([value, .. telling]);

    /// <summary>Its name: the value is never shown.</summary>
    public override string ToString() => name;
}
