namespace KegImages.Secrets;

/// <summary>What one image's build is given of the secrets and SSH agents that it mounts, and what it lacks.</summary>
/// <param name="Secrets">The secrets, by id; only those that it mounts.</param>
/// <param name="Ssh">The SSH agents and keys, by id; only those that it mounts.</param>
/// <param name="Lacks">The mounts that nothing is given for.</param>
public sealed record SecretOffer(ImmutableArray<BuildSecret> Secrets, ImmutableArray<SshForward> Ssh, ImmutableArray<SecretLack> Lacks)
{
    /// <summary>Mounts nothing, and so is given nothing.</summary>
    public static SecretOffer None { get; } = new([], [], []);
}
