namespace KegImages.Images;

/// <summary>A Dockerfile, read. See <see href="https://docs.docker.com/reference/dockerfile/"/>.</summary>
public sealed record Dockerfile
{
}
