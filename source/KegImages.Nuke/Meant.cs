using System.Collections;

namespace KegImages.Components;

/// <summary>
/// What was said of a parameter whose name is a variable's that has another meaning on every machine: NUKE itself reads PATH, NAME, ENV,
/// GROUP, RELEASE and SECRET too.
/// </summary>
internal static class Meant
{
    /// <summary>The value, unless it is only the variable's.</summary>
    public static string? Of(string? value, string option) => IsFromVariable(option, text => value == text) ? null : value;

    /// <summary>The values. SECRET is a secret itself where it is set, and none of its words may be taken for the place of one.</summary>
    public static string[] Of(string[] values, string option) => IsFromVariable(option, _ => true) ? [] : values;

    /// <summary>The value, unless it is only the variable's: CI is true on every server.</summary>
    public static bool Of(bool value, string option) => !IsFromVariable(option, _ => true) && value;

    private static bool IsFromVariable(string option, Func<string?, bool> isValue)
    {
        if (Environment.GetCommandLineArgs().Contains($"--{option}", StringComparer.OrdinalIgnoreCase))
            return false;
        // With NUKE in front nobody means anything else.
        if (Environment.GetEnvironmentVariable($"NUKE_{option.ToUpperInvariant()}") is { Length: > 0 })
            return false;
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (option.Equals((string)variable.Key, StringComparison.OrdinalIgnoreCase) && isValue((string?)variable.Value))
                return true;
        }

        return false;
    }
}
