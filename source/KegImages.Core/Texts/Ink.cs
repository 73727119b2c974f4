namespace KegImages.Texts;

/// <summary>The colour of a piece of text, by what it means.</summary>
internal enum Ink
{
    Plain,
    Good,
    Bad,
    Warm,
    Faint,
    Strong,
}

/// <summary>A piece of a line, and its colour.</summary>
internal readonly record struct Inked(string Text, Ink Ink)
{
    /// <summary>The text with the sequences of a terminal that has colours; see
    /// <see href="https://www.ecma-international.org/publications-and-standards/standards/ecma-48/"/>.</summary>
    public string Painted => Ink switch
    {
        Ink.Good => $"\e[32m{Text}\e[0m",
        Ink.Bad => $"\e[31m{Text}\e[0m",
        Ink.Warm => $"\e[33m{Text}\e[0m",
        Ink.Faint => $"\e[90m{Text}\e[0m",
        Ink.Strong => $"\e[1m{Text}\e[0m",
        _ => Text,
    };

    public static implicit operator Inked(string text) => new(text, Ink.Plain);
}
