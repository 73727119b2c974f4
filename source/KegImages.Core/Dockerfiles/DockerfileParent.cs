namespace KegImages.Dockerfiles;

/// <summary>An image that a Dockerfile uses and does not build itself.</summary>
/// <param name="Location">The instruction that says it first; a trigger's place in the parent's Dockerfile when ONBUILD brought it
/// in.</param>
/// <param name="Argument">The ARG whose value replaces just this reference when it is given as a build arg; null when none does.</param>
public sealed record DockerfileParent(ImageReference Reference, SourceLocation Location, ParentUse Use, string? Argument = null);
