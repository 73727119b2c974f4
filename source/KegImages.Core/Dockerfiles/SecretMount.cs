namespace KegImages.Dockerfiles;

/// <summary>A secret, or an SSH agent, that a <c>RUN</c> mounts. See
/// <see href="https://docs.docker.com/reference/dockerfile/#run---mounttypesecret"/>.</summary>
/// <param name="Id">The id that it asks for, its variables replaced.</param>
/// <param name="IsOptional">Whether it says <c>required=false</c>, and so is written to do without.</param>
/// <param name="Location">Where it stands; for a trigger, in the parent's Dockerfile.</param>
public sealed record SecretMount(string Id, bool IsOptional, SourceLocation Location)
{
    /// <summary>The id of the SSH agent that is meant where a mount says none.</summary>
    public const string DefaultAgent = "default";
}
