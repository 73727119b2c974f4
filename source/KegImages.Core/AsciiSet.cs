namespace KegImages;

/// <summary>A few characters of ASCII. Names are short: to scan them with vectors, as <c>SearchValues</c> does, costs a start more
/// compiling than it saves.</summary>
internal sealed class AsciiSet
{
    private readonly bool[] members = new bool[128];

    /// <summary>A set of these characters.</summary>
    public AsciiSet(string characters)
    {
        foreach (var character in characters)
            members[character] = true;
    }

    public bool Contains(char character) => character < members.Length && members[character];

    /// <summary>Whether one of them is in the text.</summary>
    public bool IsIn(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (Contains(character))
                return true;
        }

        return false;
    }

    /// <summary>Whether nothing else is in the text.</summary>
    public bool MakesUp(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!Contains(character))
                return false;
        }

        return true;
    }
}
