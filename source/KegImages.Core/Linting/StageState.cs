using KegImages.Dockerfiles;

namespace KegImages.Linting;

/// <summary>What is known of a stage's variables, user and ports.</summary>
internal sealed record StageState
{
    public required DockerfileStage Stage { get; init; }

    /// <summary>Each of its instructions with the names that it sees: ARG and ENV of the stage so far, and what it inherits.</summary>
    public ImmutableArray<(DockerfileInstruction Instruction, ImmutableHashSet<string> Names)> Steps { get; init; } = [];

    public required ImmutableHashSet<string> Names { get; init; }

    /// <summary>Those of them that an ENV sets: they go on into images that are built on this one.</summary>
    public required ImmutableHashSet<string> Environment { get; init; }

    public bool IsInFamily { get; init; }

    /// <summary>The user that it ends as; null where no USER says.</summary>
    public string? User { get; init; }

    /// <summary>Where that is said; null where no USER says, or another image does.</summary>
    public int? UserLine { get; init; }

    public bool IsServer { get; init; }
}
