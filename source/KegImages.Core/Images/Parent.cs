using KegImages.Dockerfiles;

namespace KegImages.Images;

/// <summary>An edge of the family's graph: an image that another one derives or copies from.</summary>
/// <param name="Reference">The image as the Dockerfile says it after its ARGs are resolved.</param>
/// <param name="Argument">The ARG whose whole value the reference is (<c>FROM $KEG_BASE_IMAGE</c>), so that a build arg can override it;
/// null when it is written out or composed.</param>
/// <param name="Member">The family's own image that it is; null for an image from outside.</param>
public sealed record Parent(ImageReference Reference, SourceLocation Location, ParentUse Use, string? Argument = null,
    ImageName? Member = null);
