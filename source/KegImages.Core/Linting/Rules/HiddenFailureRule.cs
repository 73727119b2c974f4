using KegImages.Configuration;
using KegImages.Dockerfiles;
using KegImages.Linting.Shell;

namespace KegImages.Linting.Rules;

/// <summary>Commands of a RUN whose failure nothing sees.</summary>
internal sealed class HiddenFailureRule : LintRule
{
    private static readonly string[] Shells = ["sh", "bash", "ash", "dash", "zsh", "ksh"];

    public override LintRuleKind Kind => LintRuleKind.HiddenFailure;

    public override IEnumerable<LintPlace> Find(LintSubject subject)
    {
        var shell = (IsPosix: true, EndsOnError: false);
        foreach (var instruction in subject.Instructions)
        {
            if (instruction.Keyword == "FROM")
                shell = (true, false);
            else if (instruction.Keyword == "SHELL")
                shell = ShellOf(instruction);
            else if (instruction.Keyword == "RUN" && shell.IsPosix && First(instruction, shell.EndsOnError) is var (failure, line, more)
                && failure is not null)
                yield return Place(subject.At(line), failure, more);
        }
    }

    private static LintPlace Place(SourceLocation location, HiddenFailure failure, int more)
    {
        var others = more == 0 ? "" : more == 1 ? " (and one more in this RUN)" : $" (and {more} more in this RUN)";
        return failure.IsLineEnd
            ? new LintPlace(location, $"the line's end after '{failure.Command}' hides its failure: only the last line's counts{others}",
                "begin the heredoc with 'set -e'")
            : new LintPlace(location, $"';' after '{failure.Command}' hides its failure: only the last command's counts{others}",
                "write '&&' in place of ';', or begin with 'set -e;'");
    }

    private static (HiddenFailure? Failure, int Line, int More) First(DockerfileInstruction run, bool endsOnError)
    {
        if (run.Arguments.StartsWith('[') && InstructionText.JsonWords(run.Arguments) is not null)
            return (null, 0, 0);
        if (Script(run) is { } heredoc)
        {
            var inBody = HiddenFailures.Of(heredoc.Body, endsOnError);
            return inBody.Count == 0 ? (null, 0, 0)
                : (inBody[0], heredoc.Line + heredoc.Body.AsSpan(0, inBody[0].At).Count('\n'), inBody.Count - 1);
        }

        var found = HiddenFailures.Of(run.Arguments, endsOnError);
        return found.Count == 0 ? (null, 0, 0) : (found[0], run.LineAt(found[0].At), found.Count - 1);
    }

    // A heredoc is a script when nothing but a shell reads it.
    private static Heredoc? Script(DockerfileInstruction run)
    {
        if (run.Source is not { Heredocs: [var heredoc] }
            || heredoc.Body.StartsWith("#!", StringComparison.Ordinal)
            && !Shells.Any(shell => heredoc.Body.Split('\n')[0].TrimEnd().EndsWith(shell, StringComparison.Ordinal)))
            return null;
        var words = InstructionText.PlainWords(run.Arguments);
        return words is [var only] && only.StartsWith("<<", StringComparison.Ordinal)
            || words is [var shell, var second] && Shells.Contains(Path.GetFileName(shell))
            && second.StartsWith("<<", StringComparison.Ordinal)
            ? heredoc
            : null;
    }

    private static (bool IsPosix, bool EndsOnError) ShellOf(DockerfileInstruction instruction)
    {
        var words = InstructionText.JsonWords(instruction.Arguments) ?? [];
        return words.Length == 0
            ? (true, false)
            : (Shells.Contains(Path.GetFileName(words[0])), words.Skip(1)
            .Any(word => word == "errexit"
            || (word.Length > 1 && word[0] == '-' && word[1] != '-' && word.Contains('e', StringComparison.Ordinal))));
    }
}
