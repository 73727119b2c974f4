using KegImages.Environments;

namespace KegImages.Running;

/// <summary>
/// Variables as the text that Compose reads back to the same values, whatever is in them.
/// See <see href="https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax"/>.
/// </summary>
public static class EnvironmentText
{
    /// <summary>The text, a variable a line; a value of several lines takes several.</summary>
    public static string Of(IEnumerable<TapVariable> variables)
    {
        var text = new StringBuilder();
        foreach (var variable in variables)
            text.Append(variable.Name).Append('=').Append(Quoted(variable.Value)).Append('\n');
        return text.ToString();
    }

    private static string Quoted(string value) => '"' + value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("$", "\\$", StringComparison.Ordinal) + '"';
}
