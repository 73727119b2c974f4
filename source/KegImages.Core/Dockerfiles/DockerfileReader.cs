namespace KegImages.Dockerfiles;

/// <summary>Reads a Dockerfile's text into instructions and stages, gathering everything that is wrong with it.</summary>
internal sealed class DockerfileReader
{
    // Text that is no Dockerfile, or a lost continuation, makes every line wrong: a few of them tell enough.
    private const int UnknownShown = 3;

    // Each stage is looked at from the others.
    private const int MostStages = 500;
    private readonly string path;
    private readonly List<Problem> problems = [];
    private readonly ParserDirectives directives;
    private readonly List<LogicalLine> unknown = [];

    public DockerfileReader(string text, string path)
    {
        this.path = path;
        var lines = new LineReader(text, Report);
        var logical = lines.ReadAll();
        directives = lines.Directives;
        Syntax = directives.Syntax;
        Instructions = [.. logical.Select(Instruction).OfType<DockerfileInstruction>()];
        ReportUnknown();
        foreach (var instruction in Instructions)
        {
            foreach (var problem in InstructionCheck.Problems(instruction))
                Report(instruction.Line, problem);
        }

        (GlobalArgs, Stages) = Divide();
        foreach (var stage in Stages)
            CheckStageNumbers(stage);
        if (Stages.Length == 0)
            Report(0, "has no FROM: there is no stage to build");
    }

    public IReadOnlyCollection<Problem> Problems => [.. problems.OrderBy(problem => problem.Location!.Line).Distinct()];

    public string? Syntax { get; }
    public ImmutableArray<DockerfileInstruction> Instructions { get; }
    public ImmutableArray<DockerfileArg> GlobalArgs { get; }
    public ImmutableArray<DockerfileStage> Stages { get; }

    private DockerfileInstruction? Instruction(LogicalLine line)
    {
        var instruction = Instruction(line.Text, line);
        if (InstructionCheck.Knows(instruction.Keyword))
            return instruction;
        unknown.Add(line);
        return null;
    }

    private void ReportUnknown()
    {
        foreach (var line in unknown.Take(UnknownShown))
            Report(line.Line, InstructionCheck.Unknown(InstructionText.SplitKeyword(line.Text).Keyword));
        if (unknown.Count > UnknownShown)
            Report(unknown[UnknownShown].Line, $"{unknown.Count - UnknownShown} more lines from here on begin with no instruction");
    }

    private DockerfileInstruction Instruction(string text, LogicalLine line)
    {
        var (keyword, rest) = InstructionText.SplitKeyword(text);
        var name = keyword.ToUpperInvariant();
        var (flags, arguments) = name is "ARG" or "STOPSIGNAL" ? ([], rest) : InstructionText.SplitFlags(rest, directives.Escape);
        return new DockerfileInstruction
        {
            Keyword = name,
            Flags = flags,
            Arguments = arguments,
            Text = text,
            Line = line.Line,
            EndLine = line.EndLine,
            Escape = directives.Escape,
            Source = line,
            // One level is enough: ONBUILD ONBUILD is refused, and so is not read any deeper.
            Trigger = name == "ONBUILD" && arguments.Length > 0 && ReferenceEquals(text, line.Text) ? Instruction(arguments, line) : null,
        };
    }

    private (ImmutableArray<DockerfileArg> GlobalArgs, ImmutableArray<DockerfileStage> Stages) Divide()
    {
        var globals = ImmutableArray.CreateBuilder<DockerfileArg>();
        var stages = ImmutableArray.CreateBuilder<DockerfileStage>();
        var within = new List<List<DockerfileInstruction>>();
        foreach (var instruction in Instructions)
        {
            if (instruction.Keyword == "FROM")
            {
                if (stages.Count == MostStages)
                {
                    Report(instruction.Line, $"more than {MostStages} stages begin up to here");
                    break;
                }

                within.Add([]);
                var header = StageHeader.Of(instruction);
                stages.Add(new DockerfileStage { Index = stages.Count, Name = header.Name, Base = header.Base, From = instruction,
                    Instructions = [] });
            }
            else if (stages.Count > 0)
            {
                within[^1].Add(instruction);
            }
            else if (instruction.Keyword == "ARG")
            {
                globals.AddRange(instruction.Declarations());
            }
            else
            {
                Report(instruction.Line, $"{instruction.Keyword} stands before the first FROM: only ARG may");
            }
        }

        return (globals.ToImmutable(), [.. stages.Select(stage => stage with { Instructions = [.. within[stage.Index]] })]);
    }

    private static string Before(DockerfileStage stage) =>
        stage.Index == 0 ? "no stage stands before this one" : $"the stages before this one are 0 to {stage.Index - 1}";

    private void CheckStageNumbers(DockerfileStage stage)
    {
        foreach (var copy in stage.Instructions.Where(instruction => instruction.Keyword == "COPY"))
        {
            if (int.TryParse(copy.Flag("from"), out var number) && (number < 0 || number >= stage.Index))
                Report(copy.Line, $"COPY --from={number}: {(number == stage.Index ? "a stage cannot copy from itself" : Before(stage))}");
        }
    }

    private void Report(int line, string message) => problems.Add(new Problem(message, new SourceLocation(path, line)));
}
