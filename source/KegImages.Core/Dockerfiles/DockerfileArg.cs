namespace KegImages.Dockerfiles;

/// <summary>One name that an <c>ARG</c> declares.</summary>
/// <param name="Default">The default as written, variables and quotes not yet expanded; null when there is none.</param>
/// <param name="Line">The line of its instruction, from 1.</param>
public sealed record DockerfileArg(string Name, string? Default, int Line);
