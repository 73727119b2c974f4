using KegImages.Configuration;

namespace KegImages.Linting;

/// <summary>What the linter knows, read once.</summary>
internal sealed record LintFacts(FamilyModel Model, ImmutableDictionary<ImageName, ImageFiles> Files);

/// <summary>The files of one image's folder.</summary>
/// <param name="Values">What <c>values.yml</c> says; null where there is none.</param>
/// <param name="Compose">The text of <c>docker-compose.yml</c>; null where there is none.</param>
internal sealed record ImageFiles(ImageValues? Values, bool HasIgnoreFile, string? Compose)
{
    /// <summary>What its Dockerfile copies and is not there.</summary>
    public ImmutableArray<Problem> Missing { get; init; } = [];

    /// <summary>The name of the compose file, beside <c>values.yml</c>.</summary>
    public const string ComposeName = "docker-compose.yml";
}
