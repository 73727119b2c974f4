namespace KegImages.Configuration;

/// <summary>By what images and their records are signed, and what a signature is believed by. Paths are relative to
/// <c>keg.yml</c>.</summary>
public sealed record SignSettings
{
    /// <summary>Who vouches for the identity of a job of GitHub Actions.</summary>
    public const string GitHubIssuer = "https://token.actions.githubusercontent.com";

    /// <summary>What begins the name of a variable that holds a key.</summary>
    public const string Variable = "env://";

    // What cosign takes for keys that it asks somebody else to use. See https://docs.sigstore.dev/cosign/key_management/overview/
    private static readonly string[] Managed = ["awskms://", "gcpkms://", "azurekms://", "hashivault://", "k8s://", "gitlab://"];

    /// <summary>The private key: a file, <c>env://VARIABLE</c> that holds it, or a reference to a key that is managed elsewhere; null where
    /// a job's identity signs, or nobody.</summary>
    public Located<string>? Key { get; init; }

    /// <summary>The public key: a file, a variable, or a reference to a managed key; null where an identity is believed.</summary>
    public Located<string>? PublicKey { get; init; }

    /// <summary>Who signs without a key, as the certificate names it: a workflow's file at its ref; null where a key signs.</summary>
    public Located<string>? Identity { get; init; }

    /// <summary>Who vouches for that identity.</summary>
    public string Issuer { get; init; } = GitHubIssuer;

    /// <summary>Whether signatures are written into the public log, and believed only when they are there. Of an identity they always
    /// are: its certificate is valid for minutes.</summary>
    public bool IsLogged { get; init; }

    /// <summary>Whether an identity signs, and no key.</summary>
    public bool IsKeyless => Identity is not null;

    /// <summary>What a signature is verified with: the public key, or the managed key itself.</summary>
    public string? Verifier => PublicKey?.Value ?? (Key is { Value: var key } && IsManaged(key) ? key : null);

    /// <summary>What is believed, for people.</summary>
    public string Believed => Identity?.Value ?? $"the key {Verifier}";

    /// <summary>The identity as an expression of Go's; null where it is one name, with no <c>*</c> in it.</summary>
    internal string? IdentityExpression => Identity?.Value is { } identity && identity.Contains('*', StringComparison.Ordinal)
        ? $"^{string.Concat(identity.Select(c => c == '*' ? ".*" : char.IsAsciiLetterOrDigit(c) ? $"{c}" : $"\\{c}"))}$" : null;

    /// <summary>Whether a text names a key that somebody else keeps.</summary>
    public static bool IsManaged(string key) => Managed.Any(scheme => key.StartsWith(scheme, StringComparison.Ordinal));

    /// <summary>The variable that cosign takes a key's password from.</summary>
    public const string Password = "COSIGN_PASSWORD";

    /// <summary>The variables that hold secrets of signing: no process inherits them but the one that signs.</summary>
    internal static IEnumerable<string> SecretVariables(SignSettings? settings) =>
        new[] { Password, VariableOf(settings?.Key?.Value) }.OfType<string>();

    /// <summary>The variable that a text names; null where it names something else.</summary>
    public static string? VariableOf(string? key) =>
        key?.StartsWith(Variable, StringComparison.Ordinal) == true ? key[Variable.Length..] : null;
}
