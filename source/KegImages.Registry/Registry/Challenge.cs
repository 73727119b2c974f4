namespace KegImages.Registry;

/// <summary>How a registry wants to be authenticated, from its <c>WWW-Authenticate</c> header. See
/// <see href="https://distribution.github.io/distribution/spec/auth/token/"/>.</summary>
internal sealed record Challenge(ChallengeScheme Scheme, Uri? Realm, string? Service, string? Scope)
{
    private const string Separators = ",=\"";

    /// <summary>The first challenge that can be met, Bearer before Basic; null when there is none.</summary>
    public static Challenge? Parse(IEnumerable<string> headers)
    {
        var all = headers.Where(header => header.Length <= HeaderText.Longest).SelectMany(ParseOne).ToList();
        return all.Find(challenge => challenge.Scheme == ChallengeScheme.Bearer) ?? all.FirstOrDefault();
    }

    // A word that no '=' follows is the next scheme; one with '=' is a parameter of the scheme before it. See
    // https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
    private static List<Challenge> ParseOne(string header)
    {
        var found = new List<Challenge>();
        var text = new HeaderText(header);
        string? scheme = null;
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            text.Skip(",");
            if (text.IsAtEnd)
                break;
            var word = text.Until(Separators).ToString();
            text.Skip();
            if (!text.Take('='))
            {
                Add(found, scheme, parameters);
                (scheme, parameters) = (word, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
                // A quote without a parameter is no word: whatever follows cannot be told.
                if (word.Length == 0 && text.Value("") is null or "")
                    break;
                continue;
            }

            text.Skip("=");
            if (text.Value(",\"") is not { } value)
                break;
            parameters.TryAdd(word, value);
        }

        Add(found, scheme, parameters);
        return found;
    }

    private static void Add(List<Challenge> found, string? scheme, Dictionary<string, string> parameters)
    {
        if ("basic".Equals(scheme, StringComparison.OrdinalIgnoreCase))
            found.Add(new Challenge(ChallengeScheme.Basic, null, null, null));
        else if ("bearer".Equals(scheme, StringComparison.OrdinalIgnoreCase)
            && WebAddress.TryParse(parameters.GetValueOrDefault("realm"), out var realm))
            found.Add(
                new Challenge(ChallengeScheme.Bearer, realm, parameters.GetValueOrDefault("service"),
                parameters.GetValueOrDefault("scope")));
    }
}

internal enum ChallengeScheme
{
    Basic,
    Bearer,
}
