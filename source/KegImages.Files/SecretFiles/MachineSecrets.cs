using System.Collections.Immutable;
using KegImages.Configuration;
using KegImages.Images;
using KegImages.Secrets;
using KegImages.Texts;

namespace KegImages.SecretFiles;

/// <summary>Declared secrets as this machine has them: whether each can be given, from where, and what it would look like in a text.</summary>
/// <param name="environment">The variables of this process.</param>
public sealed class MachineSecrets(IReadOnlyDictionary<string, string> environment)
{
    private const string Agent = "SSH_AUTH_SOCK";

    /// <summary>The secret as buildx can be told it: a file by its whole path.</summary>
    public BuildSecret Resolve(BuildSecret secret) => secret.Kind == BuildSecretKind.File ? secret with { Source = AtHome(secret.Source) } : secret;

    /// <summary>The SSH agent or keys as buildx can be told them: by whole paths, also where the variable names the agent.</summary>
    public SshForward Resolve(SshForward forward) => forward.Source is null ? forward with { Source = environment.GetValueOrDefault(Agent) } : forward.With(AtHome);

    /// <summary>Where the secret is, as a clause for people.</summary>
    public string Place(BuildSecret secret) => secret.Kind == BuildSecretKind.Environment ? $"the variable {secret.Source}" : $"the file {AtHome(secret.Source)}";

    /// <summary>Where the agent or keys are, as a clause for people.</summary>
    public string Place(SshForward forward) => forward.Source is null ? $"the agent at {environment.GetValueOrDefault(Agent)}" : string.Join(", ", forward.Paths.Select(AtHome));

    /// <summary>Why the secret cannot be given, as a clause; null when it can.</summary>
    public string? Lack(BuildSecret secret) => secret.Kind == BuildSecretKind.File ? SecretFile.Lack(AtHome(secret.Source))
        : environment.GetValueOrDefault(secret.Source) switch
        {
            null => $"the variable {secret.Source} is not set",
            "" => $"the variable {secret.Source} is empty",
            { } value when System.Text.Encoding.UTF8.GetByteCount(value) > SecretFile.Largest => $"the variable {secret.Source} holds more than 500 kB, BuildKit's limit",
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
        var declared = model.Family.Images.SelectMany(image => image.Secrets.Values).Select(Resolve).DistinctBy(secret => (secret.Kind, secret.Source)).ToList();
        var keys = model.Family.Images.SelectMany(image => image.Ssh.Values).SelectMany(forward => forward.Paths).Select(AtHome).Distinct(StringComparer.Ordinal);
        return
        [
            .. declared.Select(secret => (secret.Id, Value: secret.Kind == BuildSecretKind.Environment ? environment.GetValueOrDefault(secret.Source) : SecretFile.Text(secret.Source)))
                .Concat(keys.Select(key => (Id: key, Value: SecretFile.Text(key))))
                .Where(secret => secret.Value?.Trim().Length >= Masking.ShortestSecret).Select(secret => new KnownSecret(secret.Id, secret.Value!, isDeclared: true)),
            .. environment.Where(variable => SecretNames.IsSecret(variable.Key) && !model.Settings.NotSecret.Contains(variable.Key) && variable.Value.Trim().Length >= SecretNames.ShortestSecret)
                .Select(variable => new KnownSecret(variable.Key, variable.Value.Trim())),
        ];
    }

    private string AtHome(string path) => path != "~" && !path.StartsWith("~/", StringComparison.Ordinal) ? path
        : Path.Join(environment.GetValueOrDefault("HOME") ?? environment.GetValueOrDefault("USERPROFILE") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..]);
}
