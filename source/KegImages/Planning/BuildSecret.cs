namespace KegImages.Planning;

/// <summary>A BuildKit secret by where its value is, never by the value itself. See <see href="https://docs.docker.com/build/building/secrets/"/>.</summary>
/// <param name="Id">The id that a Dockerfile asks for.</param>
/// <param name="Kind">Whether <paramref name="Source"/> is a file or a variable.</param>
/// <param name="Source">The file's path or the variable's name.</param>
public sealed record BuildSecret(string Id, BuildSecretKind Kind, string Source)
{
    /// <summary>The id under which the machine's bundle of CA certificates is offered.</summary>
    public const string CertificateBundleId = "ca";

    /// <summary>The secret as <c>--secret</c> takes it: <c>id=ca,src=/path</c> or <c>id=token,env=NAME</c>.</summary>
    public override string ToString() => $"{Field("id", Id)},{Field(Kind == BuildSecretKind.File ? "src" : "env", Source)}";

    // The option's value is a line of CSV, so a comma or a quote inside a path needs quotes around its field.
    private static string Field(string key, string value) => value.AsSpan().ContainsAny(',', '"')
        ? $"\"{key}={value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : $"{key}={value}";
}

/// <summary>Where a secret's value is.</summary>
public enum BuildSecretKind
{
    /// <summary>In a file.</summary>
    File,

    /// <summary>In an environment variable of the caller.</summary>
    Environment,
}
