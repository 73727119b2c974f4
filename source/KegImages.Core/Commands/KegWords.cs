namespace KegImages.Commands;

/// <summary>
/// The words of the Keg tools as the words of this program: <c>keg evf build --push</c> is <c>BuildTaps --tap evf --push</c>. Pure; what
/// stands behind the action is handed on as it is.
/// </summary>
public static class KegWords
{
    /// <summary>What stands in front of Keg words where a program is asked for its own: <c>./build.sh :keg evf build</c>.</summary>
    public const string Command = ":keg";

    private static readonly (string Action, string[] Words)[] OfATap =
    [
        ("build", ["BuildTaps"]), ("push", ["BuildTaps", "--push"]), ("pull", ["Pull"]), ("start", ["Start"]), ("stop", ["Stop"]),
        ("restart", ["Restart"]), ("logs", ["Logs"]), ("log", ["Logs"]), ("attach", ["Attach"]), ("att", ["Attach"]),
        ("package", ["Package"]), ("pack", ["Package"]), ("env", ["Env"]),
    ];

    private static readonly string[] OfDocker = ["build", "push", "pull", "package", "pack"];

    /// <summary>The words of this program.</summary>
    /// <param name="words">What was typed behind <c>keg</c>.</param>
    /// <exception cref="WrongUseException">They mean nothing here; the message has the forms that do.</exception>
    public static ImmutableArray<string> Translate(string[] words)
    {
        if (words is ["dpg", .. var packaged])
            return Packaged(packaged);
        if (words is ["docker" or "d", var task, .. var rest])
        {
            if (task is "package" or "pack" or "pg")
                return Packaged(rest);
            if (!OfDocker.Contains(task, StringComparer.OrdinalIgnoreCase) || rest.Length == 0 || IsOption(rest[0]))
                throw Unknown($"keg docker {task}", task, OfDocker, "keg docker package, keg docker build <image>");
            return [.. Of(task), "--image", rest[0], .. rest.Skip(1)];
        }

        if (words is not [var tap, var action, .. var options] || IsOption(tap) || IsOption(action))
            throw new WrongUseException(
                words.Length == 0 ? "keg: no words" : $"keg {string.Join(' ', words)}: a tap and an action are needed",
                next: "keg <tap> build|start|stop|restart|logs|attach|pull|push|package, keg docker package, or keg dpg; every target: "
                    + $"{ThisProgram.Name} --help");
        if (!OfATap.Any(known => Same(known.Action, action)))
            throw Unknown($"keg {tap} {action}", action, OfATap.Select(known => known.Action), $"keg {tap} start");
        return [.. Of(action), "--tap", tap, .. options];
    }

    // Of one tap where it is named in front, as the tools allow it; else whichever runs.
    private static ImmutableArray<string> Packaged(string[] words) => words switch
    {
        ["run", .. var rest] => ["RunPackage", .. rest],
        [var tap, .. var rest] when !IsOption(tap) => ["Package", "--tap", tap, .. rest],
        _ => ["Package", .. words],
    };

    private static string[] Of(string action) => OfATap.First(known => Same(known.Action, action)).Words;

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsOption(string word) => word.StartsWith('-');

    private static WrongUseException Unknown(string said, string word, IEnumerable<string> choices, string example) => new(
        $"{said}: '{word}' is no action here{Suggestion.DidYouMean(word, choices)}",
        next: $"{Choices.Of(choices)}, as in {example}");
}
