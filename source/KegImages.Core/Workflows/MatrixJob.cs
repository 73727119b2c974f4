namespace KegImages.Workflows;

/// <summary>One job of a matrix: how it is called, and the shard of the locked plan that it builds.</summary>
/// <param name="Name">How it is called.</param>
/// <param name="Shard">The shard.</param>
internal sealed record MatrixJob(string Name, string Shard)
{
    /// <summary>The labels of its runner; null for the usual one.</summary>
    public ImmutableArray<string>? Runner { get; init; }

    /// <summary>The processor of its runner, where that is another one than the plan's own, whose program does not run there; null where
    /// it is that.</summary>
    public string? Program { get; init; }

    /// <summary>Whether it builds for a platform that its runner is not of; null where it does not.</summary>
    public bool? Emulates { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MatrixJob[]))]
internal sealed partial class PlanOutputContext : JsonSerializerContext;
