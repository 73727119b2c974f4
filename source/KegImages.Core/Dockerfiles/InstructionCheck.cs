namespace KegImages.Dockerfiles;

/// <summary>What each instruction allows: its flags and the shape of its arguments. See
/// <see href="https://docs.docker.com/reference/dockerfile/#overview"/>.</summary>
internal static class InstructionCheck
{
    private static readonly SortedList<string, string[]> FlagsOf = new(StringComparer.Ordinal)
    {
        ["ADD"] = ["chown", "chmod", "link", "keep-git-dir", "checksum", "unpack", "exclude"],
        ["ARG"] = [],
        ["CMD"] = [],
        ["COPY"] = ["from", "chown", "chmod", "link", "parents", "exclude"],
        ["ENTRYPOINT"] = [],
        ["ENV"] = [],
        ["EXPOSE"] = [],
        ["FROM"] = ["platform"],
        ["HEALTHCHECK"] = ["interval", "timeout", "start-period", "start-interval", "retries"],
        ["LABEL"] = [],
        ["MAINTAINER"] = [],
        ["ONBUILD"] = [],
        ["RUN"] = ["mount", "network", "security", "device"],
        ["SHELL"] = [],
        ["STOPSIGNAL"] = [],
        ["USER"] = [],
        ["VOLUME"] = [],
        ["WORKDIR"] = [],
    };

    private static readonly string[] FlagsWithoutValue = ["link", "keep-git-dir", "unpack", "parents"];
    private static readonly string[] FlagsNeverEmpty = ["from", "platform", "mount"];
    private static readonly string[] FlagsGivenOften = ["mount", "exclude", "device"];
    private static readonly string[] NotInOnBuild = ["FROM", "MAINTAINER", "ONBUILD"];

    public static bool Knows(string keyword) => FlagsOf.ContainsKey(keyword);

    public static string Unknown(string keyword) => $"unknown instruction '{keyword}'" + (
        Suggestion.Nearest(keyword, FlagsOf.Keys) is { } nearest
        ? $" (did you mean '{nearest}'?)"
        : $": is a '\\' missing at the end of the line before? Instructions are {string.Join(", ", FlagsOf.Keys)}");

    /// <summary>What to say of a variable where Docker expands none.</summary>
    public static string NoVariableIn(string flag, string value) =>
        $"'{value}': no variable can stand in {flag}; name a stage instead: 'FROM {value} AS x', then {flag}x";

    public static IEnumerable<string> Problems(DockerfileInstruction instruction) =>
        FlagProblems(instruction).Concat(ArgumentProblems(instruction)).Concat(TriggerProblems(instruction));

    private static IEnumerable<string> FlagProblems(DockerfileInstruction instruction)
    {
        var known = FlagsOf[instruction.Keyword];
        foreach (var flag in instruction.Flags)
        {
            if (instruction.Keyword == "ADD" && flag.Name == "from")
                yield return "ADD has no flag --from: copy from a stage or image with COPY --from";
            else if (!known.Contains(flag.Name))
                yield return $"{instruction.Keyword} has no flag --{flag.Name}{Suggestion.DidYouMean(flag.Name, known)}";
            else if (flag.Value is null ? !FlagsWithoutValue.Contains(flag.Name)
                : flag.Value.Length == 0 && FlagsNeverEmpty.Contains(flag.Name))
                yield return $"{instruction.Keyword} --{flag.Name} needs a value: --{flag.Name}=…";
        }

        foreach (var twice in instruction.Flags.Where(flag => !FlagsGivenOften.Contains(flag.Name)).GroupBy(flag => flag.Name)
            .Where(group => group.Count() > 1))
            yield return $"{instruction.Keyword} --{twice.Key} is given twice";
        if (instruction.Keyword == "COPY" && instruction.Flag("from") is { } from && from.Contains('$', StringComparison.Ordinal))
            yield return NoVariableIn("--from=", from);
        if (instruction.Keyword == "RUN")
        {
            foreach (var problem in instruction.Mounts().SelectMany(mount => mount.Problems()))
                yield return problem;
        }
    }

    private static IEnumerable<string> ArgumentProblems(DockerfileInstruction instruction)
    {
        var keyword = instruction.Keyword;
        if (instruction.Arguments.Length == 0)
            return keyword is "RUN" or "CMD" or "ENTRYPOINT" ? []
                : [$"{keyword} needs {(keyword is "COPY" or "ADD" ? "a source and a destination" : "an argument")}"];
        ImmutableArray<string>? json;
        try
        {
            json = keyword is "RUN" or "CMD" or "ENTRYPOINT" or "SHELL" or "COPY" or "ADD" or "VOLUME"
                ? InstructionText.JsonWords(instruction.Arguments) : null;
        }
        catch (FormatException exception)
        {
            return [$"{keyword} {instruction.Arguments}: {exception.Message}"];
        }

        return keyword switch
        {
            "FROM" => StageHeader.Problems(instruction),
            "COPY" or "ADD" when (json ?? InstructionText.PlainWords(instruction.Arguments)).Length < 2 =>
                [$"{keyword} needs a source and a destination, not '{instruction.Arguments}' alone"],
            "SHELL" when json is not { Length: > 0 } =>
                [$"SHELL takes the JSON form, such as [\"/bin/sh\", \"-c\"], not '{instruction.Arguments}'"],
            "ARG" => instruction.Declarations().Where(arg => arg.Name.Length == 0).Select(arg => $"ARG ={arg.Default} has no name"),
            "ENV" or "LABEL" => PairProblems(instruction),
            "HEALTHCHECK" => HealthProblems(instruction.Arguments),
            _ => [],
        };
    }

    private static IEnumerable<string> PairProblems(DockerfileInstruction instruction)
    {
        var words = InstructionText.QuotedWords(instruction.Arguments, instruction.Escape);
        if (words.Length > 0 && !words[0].Contains('=', StringComparison.Ordinal))
            return words.Length == 1 ? [$"{instruction.Keyword} {words[0]} has no value: write {words[0]}=…"] : [];
        return words
            .Where(word => word.IndexOf('=', StringComparison.Ordinal) <= 0)
            .Select(word => $"{instruction.Keyword}: '{word}' is not of the form name=value");
    }

    private static IEnumerable<string> HealthProblems(string arguments)
    {
        var (type, rest) = InstructionText.SplitKeyword(arguments);
        return type.ToUpperInvariant() switch
        {
            "NONE" when rest.Length == 0 => [],
            "NONE" => ["HEALTHCHECK NONE takes no arguments"],
            "CMD" when rest.Length > 0 => [],
            "CMD" => ["HEALTHCHECK CMD needs a command"],
            _ => [$"HEALTHCHECK takes CMD or NONE, not '{type}'"],
        };
    }

    private static IEnumerable<string> TriggerProblems(DockerfileInstruction instruction)
    {
        if (instruction.Keyword != "ONBUILD" || instruction.Trigger is not { } trigger)
            return [];
        if (NotInOnBuild.Contains(trigger.Keyword))
            return [$"ONBUILD {trigger.Keyword} is not allowed"];
        return Knows(trigger.Keyword) ? Problems(trigger) : [Unknown(trigger.Keyword)];
    }
}
