using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KegImages.EngineTests.Workflows;

/// <summary>
/// Evaluates expressions as GitHub does, as far as our workflows use them.
/// See <see href="https://docs.github.com/en/actions/reference/workflows-and-actions/expressions"/>.
/// </summary>
internal sealed partial class Expression
{
    private static readonly string[] Statuses = ["always", "success", "failure", "cancelled"];

    private readonly JsonObject contexts;
    private readonly Func<string, bool> status;
    private readonly string text;
    private readonly List<string> tokens;
    private int next;

    private Expression(string text, JsonObject contexts, Func<string, bool> status)
    {
        (this.text, this.contexts, this.status) = (text, contexts, status);
        tokens = [.. Tokens().Matches(text).Select(match => match.Value)];
        string.Concat(tokens).ShouldBe(Space().Replace(text, match => match.Value[0] == '\'' ? match.Value : ""),
            "every character is a token's");
    }

    /// <summary>The value of one expression, without its braces.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="contexts">What its names stand for.</param>
    /// <param name="status">Whether <c>success</c>, <c>failure</c> or <c>cancelled</c> holds.</param>
    public static JsonNode? Evaluate(string text, JsonObject contexts, Func<string, bool> status)
    {
        var expression = new Expression(text, contexts, status);
        var value = expression.Or();
        expression.next.ShouldBe(expression.tokens.Count, $"'{text}' is read to its end");
        return value;
    }

    /// <summary>A text with the values of the expressions in it.</summary>
    public static string Interpolate(string text, JsonObject contexts, Func<string, bool> status) =>
        Braces().Replace(text, match => Text(Evaluate(match.Groups[1].Value, contexts, status)));

    /// <summary>Whether a condition holds, with or without braces.</summary>
    public static bool Holds(string condition, JsonObject contexts, Func<string, bool> status) =>
        IsTrue(Evaluate(Braces().Match(condition) is { Success: true } match && match.Length == condition.Trim().Length
            ? match.Groups[1].Value : condition, contexts, status));

    /// <summary>Whether something with a condition runs: where none of the functions of a status is in it, only after success.</summary>
    public static bool HoldsFor(string? condition, JsonObject contexts, Func<string, bool> status) =>
        condition is null ? status("success")
            : Holds(condition, contexts, status) && (Statuses.Any(name => condition.Contains($"{name}()", StringComparison.Ordinal))
                || status("success"));

    public static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue single when single.TryGetValue<bool>(out var flag) => flag ? "true" : "false",
        JsonValue single => single.ToString(),
        _ => value.ToJsonString(),
    };

    private JsonNode? Or()
    {
        var value = And();
        while (Take("||"))
        {
            var right = And();
            value = IsTrue(value) ? value : right;
        }

        return value;
    }

    private JsonNode? And()
    {
        var value = Comparison();
        while (Take("&&"))
        {
            var right = Comparison();
            value = IsTrue(value) ? right : value;
        }

        return value;
    }

    private JsonNode? Comparison()
    {
        var value = Unary();
        if (Take("=="))
            return AreEqual(value, Unary());
        return Take("!=") ? !AreEqual(value, Unary()) : value;
    }

    private JsonNode? Unary() => Take("!") ? !IsTrue(Unary()) : Access(Primary());

    private JsonNode? Primary()
    {
        var token = tokens[next++];
        if (token == "(")
        {
            var inner = Or();
            Take(")").ShouldBeTrue(text);
            return inner;
        }

        if (token[0] == '\'')
            return token[1..^1].Replace("''", "'", StringComparison.Ordinal);
        return Take("(") ? Call(token, Arguments()) : contexts[token];
    }

    private List<JsonNode?> Arguments()
    {
        var arguments = new List<JsonNode?>();
        while (!Take(")"))
        {
            arguments.Add(Or());
            Take(",");
        }

        return arguments;
    }

    private JsonNode? Call(string function, List<JsonNode?> arguments) => function switch
    {
        "always" or "success" or "failure" or "cancelled" => status(function),
        "contains" => arguments[0] is JsonArray list ? list.Any(item => (bool)AreEqual(item, arguments[1])!)
            : Text(arguments[0]).Contains(Text(arguments[1]), StringComparison.OrdinalIgnoreCase),
        "startsWith" => Text(arguments[0]).StartsWith(Text(arguments[1]), StringComparison.OrdinalIgnoreCase),
        "toJSON" => arguments[0]?.ToJsonString() ?? "null",
        "fromJSON" => JsonNode.Parse(Text(arguments[0])),
        "join" => string.Join(Text(arguments[1]), arguments[0]!.AsArray().Select(Text)),
        "format" => string.Format(CultureInfo.InvariantCulture, Text(arguments[0]), [.. arguments.Skip(1).Select(Text)]),
        _ => throw new InvalidOperationException($"{function} in '{text}' is not known here"),
    };

    private JsonNode? Access(JsonNode? value)
    {
        while (Take("."))
        {
            var name = tokens[next++];
            value = name == "*"
                ? value is JsonObject all ? new JsonArray([.. all.Select(item => item.Value?.DeepClone())]) : value?.DeepClone()
                : value is JsonArray list ? new JsonArray([.. list.Select(item => item?[name]?.DeepClone())])
                : (value as JsonObject)?[name];
        }

        return value;
    }

    private bool Take(string token)
    {
        if (next == tokens.Count || tokens[next] != token)
            return false;
        next++;
        return true;
    }

    private static bool IsTrue(JsonNode? value) => Text(value) is not ("" or "false" or "0");

    // null equals the empty text, and texts are compared without their case.
    private static bool AreEqual(JsonNode? left, JsonNode? right) =>
        string.Equals(Text(left), Text(right), StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"'(?:[^']|'')*'|\|\||&&|==|!=|[!().,*]|[A-Za-z_][A-Za-z0-9_-]*")]
    private static partial Regex Tokens();

    [GeneratedRegex(@"'(?:[^']|'')*'|\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"\$\{\{(.*?)\}\}")]
    private static partial Regex Braces();
}
