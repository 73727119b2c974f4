namespace KegImages.Dockerfiles;

/// <summary>What every stage derives from under some build args: names are settled against stages first, then contexts, then
/// images.</summary>
internal sealed class StageGraph
{
    private readonly Dockerfile dockerfile;
    private readonly IReadOnlySet<string> contexts;
    private readonly Dictionary<string, int> byName = new(StringComparer.Ordinal);
    private readonly StageBase[] bases;

    public StageGraph(Dockerfile dockerfile, IReadOnlySet<string> contexts, GlobalScope global, Action<int, string> report)
    {
        this.dockerfile = dockerfile;
        this.contexts = contexts;
        Global = global;
        bases = new StageBase[dockerfile.Stages.Length];
        foreach (var stage in dockerfile.Stages)
        {
            bases[stage.Index] = BaseOf(stage, report);
            // Two stages of one name are allowed: FROM means the last one before it, COPY --from the last of all.
            if (stage.Name is not null)
                byName[stage.Name] = stage.Index;
        }
    }

    public GlobalScope Global { get; }

    public StageBase this[int stage] => bases[stage];

    /// <summary>The number of the stage of this name; null when there is none.</summary>
    public int? Find(string name) => byName.TryGetValue(name.ToLowerInvariant(), out var index) ? index : null;

    public IReadOnlyCollection<string> Names => byName.Keys;

    /// <summary>What <c>COPY --from</c> (where a number is a stage) or <c>RUN --mount=from</c> (where it is none) names.</summary>
    public StageBase Source(string from, bool numbersAreStages)
    {
        if (numbersAreStages && int.TryParse(from, out var number))
            return number >= 0 && number < bases.Length ? new StageBase.Stage(number) : new StageBase.Nothing();
        return Find(from) is { } index ? new StageBase.Stage(index) : Outside(from);
    }

    /// <summary>The name of the context that a name means; null when it means none. Docker compares references in their familiar
    /// form.</summary>
    public string? ContextOf(string name) =>
        contexts.Contains(name) ? name
        : ImageReference.TryParse(name, out var reference) && contexts.Contains(reference.Familiar) ? reference.Familiar
        : null;

    /// <summary>Something from outside the file. Throws <see cref="WrongUseException"/> when the text is no reference.</summary>
    private StageBase Outside(string name) =>
        name == "scratch" ? new StageBase.Nothing()
        : ContextOf(name) is { } context ? new StageBase.Context(context)
        : new StageBase.Image(ImageReference.Parse(name));

    private StageBase BaseOf(DockerfileStage stage, Action<int, string> report)
    {
        if (stage.Name is not null && contexts.Contains(stage.Name))
            return new StageBase.Context(stage.Name);
        try
        {
            var (text, lacking) = Global.Expand(stage.Base);
            if (byName.TryGetValue(text, out var index))
                return new StageBase.Stage(index);
            if (lacking.Count > 0)
                return new StageBase.Lacking(CanStand: text.Length > 0 && (text == "scratch" || ImageReference.TryParse(text, out _)));
            if (text.Length > 0)
                return Outside(text);
            report(stage.From.Line, $"FROM {stage.Base} is empty: an ARG in it has the empty text as its value");
        }
        catch (FormatException exception)
        {
            report(stage.From.Line, $"FROM {stage.Base}: {exception.Message}");
        }
        catch (WrongUseException exception)
        {
            var earlier = dockerfile.Stages.Where(other => other.Index < stage.Index).Select(other => other.Name).OfType<string>();
            var meant = Suggestion.DidYouMean(Global.Expand(stage.Base).Text, earlier);
            report(stage.From.Line, $"FROM {stage.Base}: {exception.Message}{meant}");
        }

        return new StageBase.Nothing();
    }
}
