using System.Text.RegularExpressions;

namespace KegImages.Registry;

/// <summary>How a registry wants to be authenticated, from its <c>WWW-Authenticate</c> header. See <see href="https://distribution.github.io/distribution/spec/auth/token/"/>.</summary>
internal sealed partial record Challenge(ChallengeScheme Scheme, Uri? Realm, string? Service, string? Scope)
{
    /// <summary>The first challenge that can be met, Bearer before Basic; null when there is none.</summary>
    public static Challenge? Parse(IEnumerable<string> headers)
    {
        var all = headers.SelectMany(ParseOne).ToList();
        return all.Find(challenge => challenge.Scheme == ChallengeScheme.Bearer) ?? all.FirstOrDefault();
    }

    private static IEnumerable<Challenge> ParseOne(string header)
    {
        var schemes = Schemes().Matches(header);
        for (var i = 0; i < schemes.Count; i++)
        {
            var start = schemes[i].Index + schemes[i].Length;
            var end = i + 1 < schemes.Count ? schemes[i + 1].Index : header.Length;
            var parameters = Parameters().Matches(header[start..end])
                .GroupBy(match => match.Groups["name"].Value.ToLowerInvariant())
                .ToDictionary(group => group.Key, group => Unquote(group.First().Groups["value"].Value));
            if (schemes[i].Groups["scheme"].Value.Equals("basic", StringComparison.OrdinalIgnoreCase))
                yield return new Challenge(ChallengeScheme.Basic, null, null, null);
            else if (Uri.TryCreate(parameters.GetValueOrDefault("realm"), UriKind.Absolute, out var realm))
                yield return new Challenge(ChallengeScheme.Bearer, realm, parameters.GetValueOrDefault("service"), parameters.GetValueOrDefault("scope"));
        }
    }

    private static string Unquote(string value) =>
        value.StartsWith('"') ? Escapes().Replace(value[1..^1], "$1") : value;

    [GeneratedRegex("""(?<=^|,)\s*(?<scheme>Bearer|Basic)(?=\s|$|,)(?=(?:[^"]|"(?:\\.|[^"\\])*")*$)""", RegexOptions.IgnoreCase)]
    private static partial Regex Schemes();

    [GeneratedRegex("""(?<name>[A-Za-z0-9_-]+)\s*=\s*(?<value>"(?:\\.|[^"\\])*"|[^\s,"]+)""")]
    private static partial Regex Parameters();

    [GeneratedRegex("""\\(.)""")]
    private static partial Regex Escapes();
}

/// <summary>A scheme of authentication that registries use.</summary>
internal enum ChallengeScheme
{
    /// <summary>User and password with every request.</summary>
    Basic,

    /// <summary>A token from the realm.</summary>
    Bearer,
}
