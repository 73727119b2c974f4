using KegImages.Signing;

namespace KegImages.Trust;

/// <summary>Where the keys are that <c>keg.yml</c> names, as this machine has them. Nothing of a private key or its password is in a
/// command line, a message or any other process.</summary>
/// <param name="workplace">Where the family is, and everything outside.</param>
internal sealed class SigningKeys(Workplace workplace)
{
    /// <summary>The variable that names a file with the key's password.</summary>
    public const string PasswordFile = "COSIGN_PASSWORD_FILE";

    private readonly World world = workplace.World;

    /// <summary>What verifies.</summary>
    /// <exception cref="WrongUseException">The public key is not there, or cosign is not to be had.</exception>
    public Cosign Verifier(SignSettings settings) => new(world.Runner, Program, settings)
    {
        PublicKey = settings.IsKeyless ? null : Place(settings.Verifier!, settings.PublicKey ?? settings.Key!),
        Environment = With(world.Docker.Environment, SignSettings.VariableOf(settings.PublicKey?.Value)),
    };

    /// <summary>What signs, and verifies what it signed.</summary>
    /// <exception cref="WrongUseException">A key is not there, or cosign is not to be had.</exception>
    public Cosign Signer(SignSettings settings)
    {
        if (settings is { IsKeyless: false, Key: null })
            throw new WrongUseException($"Sign: {KegSettings.FileName} says by which key signatures are believed, and not by which key is "
                + "signed", next: $"say it: sign.key: a file, {SignSettings.Variable}VARIABLE, or a managed key "
                    + $"({ThisProgram.Page("trust")})");
        if (settings.IsKeyless && !world.Environment.ContainsKey("ACTIONS_ID_TOKEN_REQUEST_URL"))
            throw new WrongUseException($"Sign: {settings.Identity!.Value} signs, and this is no job of it that has an identity",
                settings.Identity.Location, "in GitHub Actions, give the job id-token: write; elsewhere, name a key in place of an "
                    + $"identity: {ThisProgram.Page("trust")}");
        var verifier = Verifier(settings);
        return new Cosign(world.Runner, Program, settings)
        {
            Key = settings.Key is { } key ? Place(key.Value, key) : null,
            PublicKey = verifier.PublicKey,
            Environment = verifier.Environment,
            // An empty one is one: cosign would ask the terminal for it.
            Secrets = settings.IsKeyless ? ImmutableSortedDictionary<string, string?>.Empty.WithComparers(StringComparer.Ordinal)
                : With(ImmutableSortedDictionary<string, string?>.Empty.WithComparers(StringComparer.Ordinal)
                    .Add(SignSettings.Password, Password()), SignSettings.VariableOf(settings.Key?.Value)),
        };
    }

    private string Program => world.Cosign ?? throw new WrongUseException(
        "the private engine's system has no package of cosign, which signs and verifies",
        next: "install it (https://docs.sigstore.dev/cosign/system_config/installation/), and leave the private engine out");

    private string Place(string key, Located<string> said)
    {
        if (SignSettings.VariableOf(key) is { } variable)
            return world.Environment.GetValueOrDefault(variable) is { Length: > 0 } ? key : throw new WrongUseException(
                $"the key {key}: the variable {variable} is not set", said.Location, $"export {variable}, or name a file");
        if (SignSettings.IsManaged(key))
            return key;
        var path = Path.GetFullPath(Path.Combine(workplace.Root, key));
        return File.Exists(path) ? path : throw new WrongUseException($"the key {key}: there is no such file", said.Location,
            "make a pair of keys: cosign generate-key-pair; the private one stays out of the repository");
    }

    private string Password()
    {
        if (world.Environment.GetValueOrDefault(SignSettings.Password) is { } password)
            return Hidden(password);
        if (world.Environment.GetValueOrDefault(PasswordFile) is not { Length: > 0 } file)
            return "";
        try
        {
            return Hidden(File.ReadAllText(file).TrimEnd('\r', '\n'));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WrongUseException($"{PasswordFile}: {exception.Message}");
        }
    }

    private string Hidden(string secret)
    {
        world.Masking.Add(secret);
        return secret;
    }

    // Withheld from all other processes, so it is handed on by name.
    private ImmutableSortedDictionary<string, string?> With(ImmutableSortedDictionary<string, string?> environment, string? variable) =>
        variable is not null && world.Environment.GetValueOrDefault(variable) is { } value ? environment.SetItem(variable, value)
            : environment;
}
