using System.Collections.Immutable;
using KegImages.Texts;

namespace KegImages.Secrets;

/// <summary>A secret whose value this run knows, so that it can be kept out of all texts.</summary>
/// <param name="name">What people call it.</param>
/// <param name="value">Its value.</param>
/// <param name="isDeclared">Whether a file or an option declares it; else only a name says that it is one.</param>
internal sealed class KnownSecret(string name, string value, bool isDeclared = false)
{
    private readonly ImmutableArray<string> telling = [.. SecretText.Telling(value)];

    /// <summary>What people call it.</summary>
    public string Name => name;

    /// <summary>
    /// Whether a text that has it in it can have it from nowhere else: a password such as <c>postgres</c>, which nobody declared, stands in
    /// innocent ones.
    /// </summary>
    public bool IsTelling { get; } = isDeclared || !value.All(c => char.IsAsciiLetterLower(c) || c is '-' or '.');

    /// <summary>Whether a text tells it.</summary>
    public bool IsIn(string text)
    {
        foreach (var part in telling)
        {
            if (text.Contains(part, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>Has it masked from now on.</summary>
    public void HideBy(Masking masking) => masking.Add([value, .. telling]);

    /// <summary>Its name: the value is never shown.</summary>
    public override string ToString() => name;
}
