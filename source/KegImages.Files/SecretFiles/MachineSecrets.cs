using KegImages.Configuration;
using KegImages.Secrets;

namespace KegImages.SecretFiles;

/// <summary>Declared secrets as this machine has them: whether each can be given, from where, and what it would look like in a
/// text.</summary>
internal sealed class MachineSecrets(IReadOnlyDictionary<string, string> environment)
{
    private const string Agent = "SSH_AUTH_SOCK";

    /// <summary>The secret as buildx can be told it: a file by its whole path.</summary>
    public BuildSecret Resolve(BuildSecret secret) =>
        secret.Kind == BuildSecretKind.File ? secret with { Source = AtHome(secret.Source) } : secret;

    /// <summary>The SSH agent or keys as buildx can be told them: by whole paths, also where the variable names the agent.</summary>
    public SshForward Resolve(SshForward forward) =>
        forward.Source is null ? forward with { Source = environment.GetValueOrDefault(Agent) } : forward.With(AtHome);

    public string Place(BuildSecret secret) =>
        secret.Kind == BuildSecretKind.Environment ? $"the variable {secret.Source}" : $"the file {AtHome(secret.Source)}";

    public string Place(SshForward forward) =>
        forward.Source is null ? $"the agent at {environment.GetValueOrDefault(Agent)}" : string.Join(", ", forward.Paths.Select(AtHome));

    /// <summary>Why the secret cannot be given, as a clause; null when it can.</summary>
    public string? Lack(BuildSecret secret) => secret.Kind == BuildSecretKind.File ? SecretFile.Lack(AtHome(secret.Source))
        : environment.GetValueOrDefault(secret.Source) switch
        {
            null => $"the variable {secret.Source} is not set",
            "" => $"the variable {secret.Source} is empty",
            { } value when System.Text.Encoding.UTF8.GetByteCount(value) > SecretFile.Largest =>
                $"the variable {secret.Source} holds more than 500 kB, BuildKit's limit",
            _ => null,
        };

    /// <summary>Why the agent or keys cannot be given, as a clause; null when they can.</summary>
    public string? Lack(SshForward forward)
    {
        if (forward.Source is not null)
            return forward.Paths.Select(AtHome).Select(SecretFile.KeyLack).FirstOrDefault(lack => lack is not null);
        return environment.GetValueOrDefault(Agent) is not { Length: > 0 } socket ? $"no agent runs: {Agent} is not set"
            : SecretFile.IsSocket(socket) ? null
            : $"{Agent} names {socket}, and no agent is there";
    }

    /// <summary>The values that can be read of what is declared, so that they can be kept out of all texts.</summary>
    internal ImmutableArray<KnownSecret> Known(FamilyModel model)
    {
        var known = ImmutableArray.CreateBuilder<KnownSecret>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var image in model.Family.Images)
        {
            foreach (var secret in image.Secrets.Values)
            {
                if (seen.Add($"{secret.Kind} {secret.Source}"))
                    Add(secret.Id, secret.Kind == BuildSecretKind.Environment ? environment.GetValueOrDefault(secret.Source)
                        : SecretFile.Text(AtHome(secret.Source)));
            }

            foreach (var key in image.Ssh.Values.SelectMany(forward => forward.Paths).Select(AtHome))
            {
                if (seen.Add(key))
                    Add(key, SecretFile.Text(key));
            }
        }

        foreach (var (name, value) in environment)
        {
            if (SecretNames.IsSecret(name) && !model.Settings.NotSecret.Contains(name) && value.Trim().Length >= SecretNames.ShortestSecret)
                known.Add(new KnownSecret(name, value.Trim()));
        }

        return known.ToImmutable();

        void Add(string id, string? value)
        {
            if (value?.Trim().Length >= Masking.ShortestSecret)
                known.Add(new KnownSecret(id, value, isDeclared: true));
        }
    }

    private string AtHome(string path) => path != "~" && !path.StartsWith("~/", StringComparison.Ordinal) ? path
        : Path.Join(environment.GetValueOrDefault("HOME")
        ?? environment.GetValueOrDefault("USERPROFILE") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..]);
}
