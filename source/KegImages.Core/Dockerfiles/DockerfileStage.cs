namespace KegImages.Dockerfiles;

/// <summary>A stage of a Dockerfile: a <c>FROM</c> and the instructions up to the next one.</summary>
public sealed record DockerfileStage
{
    /// <summary>Its number, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Its name in lowercase; null when it has none.</summary>
    public required string? Name { get; init; }

    /// <summary>What it is built from, as written: an image, an earlier stage, a named context or <c>scratch</c>, variables not yet
    /// expanded.</summary>
    public required string Base { get; init; }

    /// <summary>The <c>FROM</c> itself.</summary>
    public required DockerfileInstruction From { get; init; }

    /// <summary>The instructions after it, in order.</summary>
    public required ImmutableArray<DockerfileInstruction> Instructions { get; init; }

    /// <summary>How messages call it: its name, else its number.</summary>
    public override string ToString() => Name ?? $"{Index}";
}
