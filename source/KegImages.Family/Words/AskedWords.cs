namespace KegImages.Words;

/// <summary>What a program is asked that is no run: the words of the Keg tools, and what a family knows of a line that is typed.</summary>
public static class AskedWords
{
    /// <summary>Answers it; null where the arguments are those of a run. It stands before everything else that a program does.</summary>
    /// <returns>The exit code.</returns>
    public static int? Answer()
    {
        var arguments = Environment.GetCommandLineArgs()[1..];
        return KegCommand.Answer(arguments) ?? FamilyCompletion.Answer(arguments);
    }
}
