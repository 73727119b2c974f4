using System.Text.Json.Nodes;

namespace KegImages.EngineTests.Workflows;

/// <summary>How one job of a run ended: of a matrix, each leg on its own.</summary>
/// <param name="Name">Its name in the UI.</param>
/// <param name="Result"><c>success</c>, <c>failure</c> or <c>cancelled</c>.</param>
/// <param name="Processor">The processor time of its steps.</param>
internal sealed record JobEnding(string Name, string Result, TimeSpan Processor)
{
    /// <summary>The runner that it asks for: its label, or a list of labels.</summary>
    public string RunsOn { get; init; } = "";

    public override string ToString() => $"{Name}: {Result}";
}

/// <summary>A job of a workflow, over all attempts of a run.</summary>
internal sealed class RunJob
{
    /// <summary>The legs that ran, by their names.</summary>
    public Dictionary<string, JobEnding> Legs { get; } = new(StringComparer.Ordinal);

    public JsonObject Outputs { get; set; } = [];

    public string Result { get; set; } = "skipped";

    /// <summary>Whether it, or one that it needs, failed.</summary>
    public bool HasFailure { get; set; }

    public JsonObject ToJson() => new() { ["result"] = Result, ["outputs"] = Outputs.DeepClone() };
}
