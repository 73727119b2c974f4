namespace KegImages.Ignore;

/// <summary>The one use that BuildKit makes of Go's <c>filepath.Match</c>: it matches every ignore pattern with <c>.</c> and refuses those
/// that are found to be malformed on the way. Behind the first <c>*</c> that does not fit nothing is looked at any more. See
/// <see href="https://pkg.go.dev/path/filepath#Match"/>.</summary>
internal static class GoMatch
{
    /// <summary>Whether matching the pattern with <c>.</c> ends without an error.</summary>
    public static bool Accepts(string pattern)
    {
        var rest = pattern.AsSpan();
        for (var name = ".".AsSpan(); rest.Length > 0;)
        {
            rest = rest.TrimStart('*');
            var chunk = rest[..EndOfChunk(rest)];
            rest = rest[chunk.Length..];
            if (Match(chunk, name) is not { } match)
                return false;
            // The name is so short that a star has nothing to take that would let another try fit.
            if (!match.Fits)
                return true;
            name = name[match.Taken..];
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

    // How a chunk fits the beginning of a name; null when it is malformed anywhere, whether it fits or not.
    private static (bool Fits, int Taken)? Match(ReadOnlySpan<char> chunk, ReadOnlySpan<char> name)
    {
        var (fits, taken) = (true, 0);
        while (chunk.Length > 0)
        {
            fits = fits && taken < name.Length;
            var next = fits ? new Rune(name[taken]) : default;
            bool match;
            if (chunk[0] == '[')
            {
                if (!Class(ref chunk, next, out match))
                    return null;
            }
            else
            {
                match = chunk[0] == '?' && next.Value != '/';
                if (chunk[0] == '\\')
                    chunk = chunk[1..];
                if (chunk.Length == 0)
                    return null;
                match |= chunk[0] == next.Value;
                chunk = chunk[1..];
            }

            fits = fits && match;
            taken += fits ? 1 : 0;
        }

        return (fits, taken);
    }

    private static bool Class(ref ReadOnlySpan<char> chunk, Rune next, out bool match)
    {
        match = false;
        chunk = chunk[1..];
        var negated = chunk.Length > 0 && chunk[0] == '^';
        if (negated)
            chunk = chunk[1..];
        for (var ranges = 0; chunk.Length == 0 || chunk[0] != ']' || ranges == 0; ranges++)
        {
            if (!Character(ref chunk, out var low))
                return false;
            var high = low;
            if (chunk[0] == '-')
            {
                chunk = chunk[1..];
                if (!Character(ref chunk, out high))
                    return false;
            }

            match |= low <= next && next <= high;
        }

        chunk = chunk[1..];
        match ^= negated;
        return true;
    }

    private static bool Character(ref ReadOnlySpan<char> chunk, out Rune rune)
    {
        rune = default;
        if (chunk.Length == 0 || chunk[0] is '-' or ']')
            return false;
        if (chunk[0] == '\\')
            chunk = chunk[1..];
        if (chunk.Length == 0)
            return false;
        Rune.DecodeFromUtf16(chunk, out rune, out var length);
        chunk = chunk[length..];
        return chunk.Length > 0;
    }
}
