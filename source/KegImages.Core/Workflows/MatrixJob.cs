namespace KegImages.Workflows;

/// <summary>One job of a matrix: how it is called, and the images that it builds, with spaces between them.</summary>
internal sealed record MatrixJob(string Name, string Images);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(MatrixJob[]))]
internal sealed partial class PlanOutputContext : JsonSerializerContext;
