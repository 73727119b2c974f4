using KegImages.Configuration;

namespace KegImages.Secrets;

/// <summary>The lines that give a build a secret, as advice for people.</summary>
internal static class SecretAdvice
{
    public static string Mount(string name) =>
        $"mount it where it is used: RUN --mount=type=secret,id={name},env={name} … (before Docker 28: RUN --mount=type=secret,id={name} "
            + $"{name}=\"$(cat /run/secrets/{name})\" …), "
        + $"and say in {KegSettings.FileName} where it is: {Declaration(name)}";

    /// <summary>The line of <c>keg.yml</c> that says where a secret is.</summary>
    public static string Declaration(string id) =>
        $"secrets: {{ {id}: {(IsFile(id) ? $"{{ file: ~/.{id.TrimStart('.')} }}" : $"{{ env: {VariableOf(id)} }}")} }}";

    public static string Give(string id) =>
        $"say in {KegSettings.FileName} where it is: {Declaration(id)}{(IsFile(id) ? "" : $", or {{ file: <path> }}")}; for one run: "
            + $"--secret id={id},{(IsFile(id) ? "src=<file>" : $"env={VariableOf(id)}")}; "
        + "required=false in the mount builds without it";

    public static string GiveSsh(string id) =>
        $"say in {KegSettings.FileName} that it is forwarded: ssh: [{(id == SshForward.Default ? id : $"{id}=<socket or key>")}]; for "
            + $"one run: --ssh {(id == SshForward.Default ? id : $"{id}=<socket or key>")}; "
        + "required=false in the mount builds without it";

    // .npmrc, netrc, pip.conf: what is called like a file is one.
    private static bool IsFile(string id) => id.EndsWith("rc", StringComparison.Ordinal) || id.Contains('.', StringComparison.Ordinal);

    private static string VariableOf(string id)
    {
        if (BuildSecret.IsVariable(id))
            return id.Any(char.IsAsciiLetterUpper) ? id : id.ToUpperInvariant();
        var name = new string([.. id.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')]);
        return BuildSecret.IsVariable(name) ? name : $"_{name}";
    }
}
