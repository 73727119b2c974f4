using KegImages.Processes;

namespace KegImages.Git;

internal static class GitCommand
{
    /// <summary>A git command in a folder that only reads: messages in English, no lock taken, no question asked.</summary>
    public static Command Of(string folder, params IEnumerable<string> arguments)
    {
        var command = new Command("git", ["-C", folder, .. arguments]);
        return command with
        {
            Environment = command.Environment.Add("LC_ALL", "C.UTF-8").Add("GIT_OPTIONAL_LOCKS", "0").Add("GIT_TERMINAL_PROMPT", "0"),
        };
    }
}
