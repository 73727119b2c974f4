using KegImages.Consoles;

namespace KegImages.Words;

/// <summary>Where a program is called with the words of the Keg tools: says what they stand for.</summary>
public static class KegCommand
{
    /// <summary>The words that the arguments stand for, and says so on standard error; null where they are no Keg words.</summary>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="words">What stands in front of Keg words.</param>
    /// <exception cref="WrongUseException">They mean nothing here.</exception>
    public static ImmutableArray<string>? Find(string[] arguments, string words)
    {
        if (arguments is not [var first, .. var rest] || first != words)
            return null;
        var translated = KegWords.Translate(rest);
        var meant = new Command("", translated).ToString()[2..];
        Terminal.StandardError.WriteLine($"{new Command("keg", rest)} stands for: {ThisProgram.Name}{meant}");
        return translated;
    }

    /// <summary>
    /// Answers <c>:keg</c>: prints the words, one a line, for a script that runs them; null where something else is asked.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static int? Answer(string[] arguments)
    {
        try
        {
            if (Find(arguments, KegWords.Command) is not { } translated)
                return null;
            foreach (var word in translated)
                Terminal.StandardOutput.WriteLine(word);
            return 0;
        }
        catch (WrongUseException exception)
        {
            Terminal.StandardError.WriteLine(exception.Message);
            return 2;
        }
    }
}
