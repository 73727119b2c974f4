namespace KegImages.Building;

/// <summary>One node of a builder, as <c>docker buildx inspect</c> says it.</summary>
public sealed record BuilderNode
{
    internal static readonly BuilderNode None = new();

    /// <summary>Where it is; <c>default</c> is what DOCKER_HOST or nothing says.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether it runs, as buildx says it: <c>running</c>, <c>inactive</c>.</summary>
    public string? Status { get; init; }

    /// <summary>The version of its BuildKit; null where it says none.</summary>
    public Version? BuildKit { get; init; }

    /// <summary>The platforms that it builds for, its own first; empty while it does not run.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>The platform that it builds for by itself; null while it does not run.</summary>
    public string? Native => Platforms.IsEmpty ? null : Platforms[0];
}
