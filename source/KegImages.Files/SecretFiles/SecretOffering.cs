using KegImages.Dockerfiles;
using KegImages.Secrets;

namespace KegImages.SecretFiles;

/// <summary>Finds out what images are given of the secrets and SSH agents that they mount.</summary>
internal sealed class SecretOffering(MachineSecrets machine)
{
    // BuildKit's git client asks for these by itself:
    // https://docs.docker.com/build/building/secrets/#git-authentication-for-remote-contexts
    private static readonly string[] OfGit = ["GIT_AUTH_TOKEN", "GIT_AUTH_HEADER"];

    public SecretOffer To(Image image, DockerfileUse use, string? certificateBundle)
    {
        var given = new SortedDictionary<string, BuildSecret>(StringComparer.Ordinal);
        var forwarded = new SortedDictionary<string, SshForward>(StringComparer.Ordinal);
        List<SecretLack> lacks = [];
        foreach (var mounts in use.Secrets.GroupBy(mount => mount.Id))
        {
            var (id, why) = (mounts.Key, "nothing says where it is");
            if (image.Secrets.GetValueOrDefault(id) is { } declared)
                why = machine.Lack(declared) is { } lack ? $"{lack}{DeclaredAt(declared.Location)}" : Give(declared);
            else if (id == BuildSecret.CertificateBundleId)
                why = certificateBundle is { } bundle ? Give(new BuildSecret(id, BuildSecretKind.File, bundle)) : null;
            if (why is not null)
                lacks.Add(new SecretLack($"the secret '{id}'", why, Worst(mounts), image.Secrets.ContainsKey(id)
                    ? "give it, or say where it is instead: --secret " + $"id={id},src=<file>" : SecretAdvice.Give(id)));
        }

        foreach (var mounts in use.Ssh.GroupBy(mount => mount.Id))
        {
            var (id, why) = (mounts.Key, "nothing forwards it");
            if (image.Ssh.GetValueOrDefault(id) is { } declared)
                why = machine.Lack(declared) is { } lack ? $"{lack}{DeclaredAt(declared.Location)}" : Forward(declared);
            if (why is not null)
                lacks.Add(new SecretLack($"the SSH agent '{id}'", why, Worst(mounts), image.Ssh.ContainsKey(id)
                    ? $"start an agent and add the key (eval $(ssh-agent); ssh-add), or give a key: --ssh {id}=<file>"
                    : SecretAdvice.GiveSsh(id)));
        }

        // Nothing is known to need these, so a lack of them is none.
        foreach (var secret in image.Secrets.Values.Where(secret =>
            ReadsGit(image, use) && OfGit.Any(id => secret.Id == id || secret.Id.StartsWith($"{id}.", StringComparison.Ordinal))
                && machine.Lack(secret) is null))
            Give(secret);
        if (ReadsGit(image, use) && image.Ssh.GetValueOrDefault(SshForward.Default) is { } agent && machine.Lack(agent) is null)
            Forward(agent);
        return new SecretOffer([.. given.Values], [.. forwarded.Values], [.. lacks]);

        string? Give(BuildSecret secret)
        {
            given[secret.Id] = machine.Resolve(secret);
            return null;
        }

        string? Forward(SshForward forward)
        {
            forwarded[forward.Id] = machine.Resolve(forward);
            return null;
        }
    }

    // One mount that cannot do without is enough to fail.
    private static SecretMount Worst(IEnumerable<SecretMount> mounts) =>
        mounts.FirstOrDefault(mount => !mount.IsOptional) ?? mounts.First();

    private static string DeclaredAt(SourceLocation? location) =>
        location is null ? "" : $" ({(location.Line > 0 ? "declared at " : "")}{location})";

    private static bool ReadsGit(Image image, DockerfileUse use) =>
        image.Contexts.Any(context =>
            use.Contexts.Contains(context.Key) && !Path.IsPathRooted(context.Value)
                && !context.Value.StartsWith("docker-image:", StringComparison.Ordinal))
        || image.Dockerfile.Instructions.Select(instruction => instruction.Trigger ?? instruction)
        .Any(instruction => instruction.Keyword == "ADD" && IsGit(instruction.Arguments));

    private static bool IsGit(string arguments) =>
        arguments.Contains(".git", StringComparison.Ordinal) || arguments.Contains("git@", StringComparison.Ordinal)
            || arguments.Contains("ssh://", StringComparison.Ordinal);
}
