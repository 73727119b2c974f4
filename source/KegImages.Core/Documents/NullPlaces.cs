using System.Collections;
using System.Text.Json.Serialization.Metadata;

namespace KegImages.Documents;

/// <summary>Finds null in lists and maps: a member's own nullability is enforced by System.Text.Json, that of the entries in it is
/// not.</summary>
internal static class NullPlaces
{
    /// <summary>The first place with null where none may be, as the end of a JSON path; null when there is none.</summary>
    public static string? Find(object value, JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object => OfMembers(value, type),
        JsonTypeInfoKind.Enumerable when IsLeftOut(value) => "",
        JsonTypeInfoKind.Enumerable => OfList((IEnumerable)value, type),
        JsonTypeInfoKind.Dictionary => OfMap((IDictionary)value, type),
        _ => null,
    };

    private static string? OfMembers(object value, JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            if (member.PropertyType.IsPrimitive || member.PropertyType == typeof(string) || member.Get?.Invoke(value) is not { } of)
                continue;
            if (Find(of, type.Options.GetTypeInfo(member.PropertyType)) is { } place
                && member.AttributeProvider?.IsDefined(typeof(NullEntriesAttribute), false) != true)
                return $".{member.Name}{place}";
        }

        return null;
    }

    // A list that the document does not have, where the generated reader puts nothing in its place: its array is none.
    private static bool IsLeftOut(object list)
    {
        if (list is not (IStructuralEquatable and ICollection collection))
            return false;
        try
        {
            return collection.Count < 0;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static string? OfList(IEnumerable list, JsonTypeInfo type)
    {
        if (type.ElementType is not { IsPrimitive: false } element)
            return null;
        var of = element == typeof(string) ? null : type.Options.GetTypeInfo(element);
        var index = 0;
        foreach (var entry in list)
        {
            if (entry is null)
                return string.Create(CultureInfo.InvariantCulture, $"[{index}]");
            if (of is not null && Find(entry, of) is { } place)
                return string.Create(CultureInfo.InvariantCulture, $"[{index}]{place}");
            index++;
        }

        return null;
    }

    private static string? OfMap(IDictionary map, JsonTypeInfo type)
    {
        if (type.ElementType is not { IsPrimitive: false } element)
            return null;
        var of = element == typeof(string) ? null : type.Options.GetTypeInfo(element);
        foreach (DictionaryEntry entry in map)
        {
            if (entry.Value is null)
                return $".{entry.Key}";
            if (of is not null && Find(entry.Value, of) is { } place)
                return $".{entry.Key}{place}";
        }

        return null;
    }
}

/// <summary>Marks a list or map whose entries may be null, because whoever writes it means something by that.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NullEntriesAttribute : Attribute;
