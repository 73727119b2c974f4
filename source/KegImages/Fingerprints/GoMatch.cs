namespace KegImages.Fingerprints;

/// <summary>The syntax of Go's <c>filepath.Match</c> on Unix, which BuildKit holds every ignore pattern to. See <see href="https://pkg.go.dev/path/filepath#Match"/>.</summary>
internal static class GoMatch
{
    /// <summary>Whether the pattern is well formed: every class closed and filled, every <c>\</c> before something.</summary>
    public static bool IsWellFormed(string pattern)
    {
        for (var rest = pattern.AsSpan(); rest.Length > 0;)
        {
            rest = rest.TrimStart('*');
            var end = EndOfChunk(rest);
            if (!IsChunk(rest[..end]))
                return false;
            rest = rest[end..];
        }

        return true;
    }

    // A chunk ends at a '*' outside of brackets, told apart without looking at what the brackets hold.
    private static int EndOfChunk(ReadOnlySpan<char> text)
    {
        var inClass = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '*' when !inClass:
                    return i;
            }
        }

        return text.Length;
    }

    private static bool IsChunk(ReadOnlySpan<char> chunk)
    {
        while (chunk.Length > 0)
        {
            if (chunk[0] == '[')
            {
                if (!SkipClass(ref chunk))
                    return false;
                continue;
            }

            if (chunk[0] == '\\')
                chunk = chunk[1..];
            if (chunk.Length == 0)
                return false;
            chunk = chunk[1..];
        }

        return true;
    }

    private static bool SkipClass(ref ReadOnlySpan<char> chunk)
    {
        chunk = chunk[1..];
        if (chunk.Length > 0 && chunk[0] == '^')
            chunk = chunk[1..];
        for (var ranges = 0; chunk.Length == 0 || chunk[0] != ']' || ranges == 0; ranges++)
        {
            if (!SkipCharacter(ref chunk))
                return false;
            if (chunk[0] != '-')
                continue;
            chunk = chunk[1..];
            if (!SkipCharacter(ref chunk))
                return false;
        }

        chunk = chunk[1..];
        return true;
    }

    private static bool SkipCharacter(ref ReadOnlySpan<char> chunk)
    {
        if (chunk.Length == 0 || chunk[0] is '-' or ']')
            return false;
        if (chunk[0] == '\\')
            chunk = chunk[1..];
        if (chunk.Length == 0)
            return false;
        chunk = chunk[(char.IsHighSurrogate(chunk[0]) && chunk.Length > 1 ? 2 : 1)..];
        return chunk.Length > 0;
    }
}
