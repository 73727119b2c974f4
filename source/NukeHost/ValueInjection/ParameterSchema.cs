using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nuke.Common.Execution;

namespace Nuke.Common.ValueInjection;

/// <summary>
/// The JSON schema (draft-04) of the build's parameters: editors check parameter files with it, and shells complete from it.
/// </summary>
internal static class ParameterSchema
{
    public const string SecretHint = "Secrets are entered with './build.sh :secrets [profile]'";

    public static string Of(IEnumerable<ExecutableTarget> targets, IEnumerable<BuildParameter> parameters)
    {
        var text = new StringBuilder();
        Write(text, Object(
            ("$schema", "http://json-schema.org/draft-04/schema#"),
            ("allOf", new object[] { Object(("properties", Properties(parameters))), Reference("NukeBuild") }),
            ("definitions", Object(
                ("ExecutableTarget", Object(("enum", Sorted(targets.Select(target => target.Name))), ("type", "string"))),
                ("Host", Object(("enum", Sorted(Host.Names)), ("type", "string"))),
                ("NukeBuild", Object(("properties", Properties(OwnParameters.All)))),
                ("Verbosity", Object(("enum", Enum.GetNames<Verbosity>()), ("type", "string")))))), 0);
        return text.Append('\n').ToString();
    }

    private static SortedList<string, object> Properties(IEnumerable<BuildParameter> parameters)
    {
        var properties = new SortedList<string, object>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
            properties[parameter.Name] = Property(parameter);
        return properties;
    }

    private static SortedList<string, object> Property(BuildParameter parameter)
    {
        var property = parameter.IsList ? Object(("items", Item(parameter)), ("type", "array")) : Item(parameter);
        if (parameter.Description is { Length: > 0 } description)
            property["description"] = description;
        if (parameter.IsSecret)
            property["default"] = SecretHint;
        return property;
    }

    private static SortedList<string, object> Item(BuildParameter parameter)
    {
        if (parameter.IsOwn && parameter.Name is "Host" or "Verbosity")
            return Reference(parameter.Name);
        if (parameter.IsOwn && parameter.Name is "Skip" or "Target")
            return Reference("ExecutableTarget");
        var kind = Kind(parameter.ItemType);
        var item = Object(("type", Nullable.GetUnderlyingType(parameter.Type) is null ? kind : new object[] { kind, "null" }));
        if (parameter.Choices() is { Count: > 0 } choices)
            item["enum"] = choices.ToArray();
        return item;
    }

    private static string Kind(Type type) => type.IsEnum ? "string" : Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "boolean",
        TypeCode.Byte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 => "integer",
        TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "number",
        _ => "string",
    };

    private static SortedList<string, object> Reference(string definition) => Object(("$ref", $"#/definitions/{definition}"));

    private static SortedList<string, object> Object(params (string Key, object Value)[] pairs)
    {
        var result = new SortedList<string, object>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
            result[key] = value;
        return result;
    }

    private static object[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];

    private static void Write(StringBuilder text, object value, int depth)
    {
        var inner = new string(' ', (depth + 1) * 2);
        switch (value)
        {
            case SortedList<string, object> pairs:
                Block(text, '{', '}', depth, pairs.Keys, key =>
                {
                    text.Append(inner).Append('"').Append(Encoded(key)).Append("\": ");
                    Write(text, pairs[key], depth + 1);
                });
                break;
            case IEnumerable<object> items:
                Block(text, '[', ']', depth, items, item =>
                {
                    text.Append(inner);
                    Write(text, item, depth + 1);
                });
                break;
            default:
                text.Append('"').Append(Encoded((string)value)).Append('"');
                break;
        }
    }

    // The encoder of System.Text.Json has to be compiled in a start, and this is written at each: it is asked where there is something
    // to encode.
    private static string Encoded(string text)
    {
        foreach (var character in text)
        {
            if (character is < ' ' or > '~' or '"' or '\\')
                return JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        }

        return text;
    }

    private static void Block<T>(StringBuilder text, char open, char close, int depth, IEnumerable<T> items, Action<T> write)
    {
        text.Append(open);
        var separator = "\n";
        foreach (var item in items)
        {
            text.Append(separator);
            write(item);
            separator = ",\n";
        }

        if (separator != "\n")
            text.Append('\n').Append(' ', depth * 2);
        text.Append(close);
    }
}
