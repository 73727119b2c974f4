namespace KegImages.Api;

// The shapes of GitHub's REST API, as far as they are read: https://docs.github.com/en/rest
internal sealed record GitHubMessage(string? Message = null);

internal sealed record GitHubAccount(string Type);

internal sealed record GitHubVersion
{
    public required long Id { get; init; }

    // The digest, of a container's version.
    public required Digest Name { get; init; }

    public GitHubMetadata? Metadata { get; init; }
}

internal sealed record GitHubMetadata(GitHubContainer? Container = null);

internal sealed record GitHubContainer(string[]? Tags = null);

internal sealed record GitHubPull(GitHubHead Head);

internal sealed record GitHubHead
{
    public required string Ref { get; init; }

    // Null where the fork is gone; an answer without it says nothing of whose the branch is.
    public required GitHubRepository? Repo { get; init; }
}

internal sealed record GitHubRepository
{
    [JsonPropertyName("full_name")]
    public required string FullName { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    Converters = [typeof(DigestConverter)])]
[JsonSerializable(typeof(GitHubMessage))]
[JsonSerializable(typeof(GitHubAccount))]
[JsonSerializable(typeof(GitHubVersion[]))]
[JsonSerializable(typeof(GitHubPull[]))]
internal sealed partial class GitHubJson : JsonSerializerContext;
