namespace KegImages.Dockerfiles;

/// <summary>A flag of an instruction, such as <c>--from=builder</c>.</summary>
/// <param name="Name">Its name without dashes.</param>
/// <param name="Value">Its value; null when there is no <c>=</c>.</param>
public sealed record DockerfileFlag(string Name, string? Value);
