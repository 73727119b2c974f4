using System.Collections.Immutable;
using KegImages.Dockerfiles;

namespace KegImages.Linting;

/// <summary>What is known of a stage's variables, user and ports.</summary>
internal sealed record StageState
{
    /// <summary>The stage itself.</summary>
    public required DockerfileStage Stage { get; init; }

    /// <summary>Each of its instructions with the names that it sees: ARG and ENV of the stage so far, and what it inherits.</summary>
    public ImmutableArray<(DockerfileInstruction Instruction, ImmutableHashSet<string> Names)> Steps { get; init; } = [];

    /// <summary>The names that the stage ends with.</summary>
    public required ImmutableHashSet<string> Names { get; init; }

    /// <summary>Those of them that an ENV sets: they go on into images that are built on this one.</summary>
    public required ImmutableHashSet<string> Environment { get; init; }

    /// <summary>Whether all that it inherits is this family's, down to the image from outside that the family begins with.</summary>
    public bool IsInFamily { get; init; }

    /// <summary>The user that it ends as; null where no USER says.</summary>
    public string? User { get; init; }

    /// <summary>Where that is said; null where no USER says, or another image does.</summary>
    public int? UserLine { get; init; }

    /// <summary>Whether it, or an image of the family that it is built on, has an EXPOSE or a HEALTHCHECK.</summary>
    public bool IsServer { get; init; }
}
