using KegImages.Dockerfiles;

namespace KegImages.Secrets;

/// <summary>A secret or SSH agent that an image mounts and is not given.</summary>
/// <param name="What">What is lacking, such as <c>the secret 'npmrc'</c>.</param>
/// <param name="Mount">The mount that needs it.</param>
public sealed record SecretLack(string What, string Why, SecretMount Mount, string Next)
{
    /// <summary>What is lacking among some images, the images of one cause in one problem.</summary>
    /// <param name="isOptional">Whether the mounts that can do without are meant, or the others.</param>
    /// <param name="hint">What else to say of it; null for nothing.</param>
    public static ImmutableArray<Problem> Problems(IReadOnlyCollection<LackingImage> lacks, bool isOptional, string? hint = null) =>
    [
        .. lacks.Where(pair => pair.Lack.Mount.IsOptional == isOptional).GroupBy(pair => pair.Lack).Select(group => new Problem(
            $"{string.Join(", ", group.Select(pair => pair.Image).Distinct())} "
                + $"{(isOptional ? "can do without" : "cannot be built without")} {group.Key.What}: {group.Key.Why}{hint}",
            group.Key.Mount.Location,
            group.Key.Next)),
    ];
}

/// <summary>An image with something that it lacks.</summary>
public sealed record LackingImage(ImageName Image, SecretLack Lack);
