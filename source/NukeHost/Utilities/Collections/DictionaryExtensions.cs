namespace Nuke.Common.Utilities.Collections;

/// <summary>Filling dictionaries in a chain.</summary>
public static class DictionaryExtensions
{
    /// <summary>Adds a pair and returns the dictionary: <c>ReportSummary(_ =&gt; _.AddPair("Images", "7"))</c>.</summary>
    public static IDictionary<string, string> AddPair(this IDictionary<string, string> dictionary, string key, object? value)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        dictionary[key] = value?.ToString() ?? "";
        return dictionary;
    }
}
