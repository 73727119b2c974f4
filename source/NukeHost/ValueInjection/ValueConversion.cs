using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Common.ValueInjection;

/// <summary>Turns the words given for a parameter into its value.</summary>
internal static class ValueConversion
{
    private const string Converters = "The framework's own converters are always there, and [TypeConverter] keeps the one that it names.";

    /// <summary>The value, or what is wrong with the words.</summary>
    public static (object? Value, string? Problem) Convert(BuildParameter parameter, GivenValue given, string baseFolder)
    {
        var words = parameter.IsList ? Items(parameter, given) : given.Words;
        if (parameter.IsSwitch && words.Count == 0)
            return (true, null);
        if (parameter.IsSwitch && given.Source == ValueSource.CommandLine && !IsTruth(words[0], out _))
            return (null, $"{given.Origin} is a switch, true or false, but '{words[0]}' stands behind it{Behind(parameter)}");
        // Nothing in place of a list is all of it: what stood there was forgotten, or was an empty variable of a script.
        if (parameter.IsList && !parameter.IsOwn && given.Source == ValueSource.CommandLine && given.Words.All(string.IsNullOrWhiteSpace))
            return (null, $"{given.Origin} needs a value");
        if (!parameter.IsList && words.Count != 1)
            return (null, words.Count == 0 ? $"{given.Origin} needs a value"
                : $"{given.Origin} takes one value, but {words.Count} were given: {Shown(parameter, words)}");

        var items = new List<object>();
        foreach (var word in words)
        {
            if (!TryItem(parameter, word, baseFolder, out var item))
                return (null, $"{given.Origin}: {Refusal(parameter, word)}");
            items.Add(item);
        }

        return (parameter.IsList ? ArrayOf(parameter.Type, items) : items[0], null);
    }

    private static IReadOnlyList<string> Items(BuildParameter parameter, GivenValue given)
    {
        if (given.Words is not [var only] || given.Source == ValueSource.File)
            return given.Words;
        if (!string.IsNullOrEmpty(parameter.Separator))
            return only.Split(parameter.Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // A command line comes split into words; the environment does not.
        return given.Source == ValueSource.Environment ? only.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : given.Words;
    }

    private static bool TryItem(BuildParameter parameter, string word, string baseFolder, out object item)
    {
        var type = parameter.ItemType;
        item = word;
        if (type == typeof(string))
            return true;
        if (type == typeof(AbsolutePath))
        {
            if (word.Length > 0)
                item = (AbsolutePath)Path.GetFullPath(word, baseFolder);
            return word.Length > 0;
        }

        if (type.IsEnum)
        {
            var known = Enum.TryParse(type, word, ignoreCase: true, out var value)
                && Enum.GetNames(type).Contains(word, StringComparer.OrdinalIgnoreCase);
            item = value ?? word;
            return known;
        }

        if (type.IsSubclassOf(typeof(Enumeration)))
        {
            item = (object?)Enumeration.ValuesOf(type)
                .FirstOrDefault(value => string.Equals(value.ToString(), word, StringComparison.OrdinalIgnoreCase)) ?? word;
            return item is Enumeration;
        }

        return TryTypeConverter(type, word, out item);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Converters)]
    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = Converters)]
    private static bool TryTypeConverter(Type type, string word, out object item)
    {
        item = word;
        try
        {
            // The common ones are told apart by hand: loading every converter of the framework costs a third of a start.
            item = Type.GetTypeCode(type) switch
            {
                TypeCode.Boolean => IsTruth(word, out var truth) ? truth : throw new FormatException(),
                TypeCode.Int32 => int.Parse(word, NumberStyles.Integer, CultureInfo.InvariantCulture),
                TypeCode.Int64 => long.Parse(word, NumberStyles.Integer, CultureInfo.InvariantCulture),
                TypeCode.Double => double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture),
                _ => TypeDescriptor.GetConverter(type).ConvertFromInvariantString(word) ?? word,
            };
            return type.IsInstanceOfType(item);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Refusal(BuildParameter parameter, string word)
    {
        var type = parameter.ItemType;
        var shown = parameter.IsSecret ? "the secret" : $"'{word}'";
        if (type == typeof(bool))
            return $"{shown} is neither true nor false: choose true, false, 1, 0, yes or no";
        if (type.IsEnum || type.IsSubclassOf(typeof(Enumeration)))
            return $"{shown} is none of {string.Join(", ", parameter.Choices())}{Nearest.DidYouMean(word, parameter.Choices())}";
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 or TypeCode.Int64 => $"{shown} is not a whole number{(long.TryParse(word, out _) ? " of this size" : "")}",
            TypeCode.Double => $"{shown} is not a number",
            _ => $"{shown} is not a {type.Name}",
        };
    }

    // As people write it in variables, too.
    private static bool IsTruth(string word, out bool truth)
    {
        truth = word.ToLowerInvariant() is "true" or "1" or "yes";
        return truth || word.ToLowerInvariant() is "false" or "0" or "no";
    }

    private static string Behind(BuildParameter parameter) => $": targets stand in front, as in 'TARGET --{parameter.Option}'";

    private static string Shown(BuildParameter parameter, IReadOnlyList<string> words) =>
        parameter.IsSecret ? "***" : string.Join(' ', words);

    private static Array ArrayOf(Type type, List<object> items)
    {
        var array = Array.CreateInstanceFromArrayType(type, items.Count);
        for (var i = 0; i < items.Count; i++)
            array.SetValue(items[i], i);
        return array;
    }
}
