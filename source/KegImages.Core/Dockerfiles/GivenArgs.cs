namespace KegImages.Dockerfiles;

/// <summary>Finds the ARGs of a word that are given from outside the Dockerfile, so that a message can say where they come from.</summary>
internal static class GivenArgs
{
    /// <summary>The names, in the order of their declarations; those that only a default in between mentions are among them.</summary>
    public static IEnumerable<string> In(string word, ImmutableArray<DockerfileArg> declared, Func<string, bool> isGiven)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var texts = new Queue<string>([word]);
        while (texts.TryDequeue(out var text))
        {
            foreach (var arg in declared.Where(arg => Mentions(text, arg.Name) && found.Add(arg.Name)))
            {
                if (!isGiven(arg.Name) && arg.Default is { } standard)
                    texts.Enqueue(standard);
            }
        }

        return declared.Select(arg => arg.Name).Distinct().Where(name => found.Contains(name) && isGiven(name));
    }

    private static bool Mentions(string text, string name)
    {
        for (var at = text.IndexOf('$', StringComparison.Ordinal); at >= 0; at = text.IndexOf('$', at + 1))
        {
            var rest = text.AsSpan(at + 1);
            if (rest.StartsWith('{'))
                rest = rest[1..];
            if (rest.StartsWith(name, StringComparison.Ordinal) && (rest.Length == name.Length || !IsOfName(rest[name.Length])))
                return true;
        }

        return false;
    }

    private static bool IsOfName(char character) => char.IsLetterOrDigit(character) || character == '_';
}
