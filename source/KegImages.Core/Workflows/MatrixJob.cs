namespace KegImages.Workflows;

/// <summary>One job of a matrix: how it is called, and the shard of the locked plan that it builds.</summary>
internal sealed record MatrixJob(string Name, string Shard);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MatrixJob[]))]
internal sealed partial class PlanOutputContext : JsonSerializerContext;
