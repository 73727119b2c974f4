namespace KegImages.Dockerfiles;

/// <summary>A <c>RUN --mount</c>, its values not yet expanded. See <see
/// href="https://docs.docker.com/reference/dockerfile/#run---mount"/>.</summary>
internal sealed record RunMount(ImmutableArray<(string Key, string? Value)> Fields)
{
    private static readonly string[] Keys =
    [
        "type", "from", "source", "src", "target", "dst", "destination", "readonly", "ro", "readwrite", "rw",
        "id", "sharing", "required", "size", "mode", "uid", "gid", "env",
    ];

    private static readonly string[] KeysWithoutValue = ["readonly", "ro", "readwrite", "rw", "required"];
    private static readonly string[] Types = ["bind", "cache", "tmpfs", "secret", "ssh"];

    /// <summary>Its type, <c>bind</c> where none is given.</summary>
    public string Type => this["type"] ?? "bind";

    /// <summary>The stage, named context or image that it mounts; null for the build context.</summary>
    public string? From => this["from"] is { Length: > 0 } from ? from : null;

    /// <summary>What it mounts of where it comes from; null for all.</summary>
    public string? Source => (this["source"] ?? this["src"]) is { Length: > 0 } source ? source : null;

    private string? this[string key] => Fields.LastOrDefault(field => field.Key == key).Value;

    public static RunMount Parse(string text) => new([.. CsvFields.Split(text).Select(field =>
    {
        var equals = field.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (field.ToLowerInvariant(), null) : (field[..equals].ToLowerInvariant(), (string?)field[(equals + 1)..]);
    })]);

    /// <summary>The secret's id after expansion; null when it is no secret: <c>id</c>, else <c>source</c>, else the target's last
    /// part.</summary>
    public string? SecretId(Func<string, string> expand)
    {
        if (!expand(Type).Equals("secret", StringComparison.OrdinalIgnoreCase))
            return null;
        var id = this["id"] ?? this["source"] ?? this["src"];
        if (id is not null)
            return expand(id);
        var target = this["target"] ?? this["dst"] ?? this["destination"];
        return target is null ? null : expand(target).TrimEnd('/').Split('/')[^1];
    }

    /// <summary>The id of the SSH agent after expansion; null when it is none.</summary>
    public string? SshId(Func<string, string> expand) =>
        !expand(Type).Equals("ssh", StringComparison.OrdinalIgnoreCase) ? null
        : this["id"] is { } written && expand(written) is { Length: > 0 } id ? id
        : SecretMount.DefaultAgent;

    /// <summary>Whether it says that the step is written to do without what it mounts. Go's way to read a truth is BuildKit's.</summary>
    public bool IsOptional(Func<string, string> expand) =>
        this["required"] is { } required && expand(required) is "false" or "FALSE" or "False" or "f" or "F" or "0";

    public IEnumerable<string> Problems()
    {
        foreach (var (key, value) in Fields)
        {
            if (!Keys.Contains(key))
                yield return $"'{key}' is no option of --mount{Suggestion.DidYouMean(key, Keys)}; there are {string.Join(", ", Keys)}";
            else if (value is null && !KeysWithoutValue.Contains(key))
                yield return $"--mount option '{key}' needs a value: {key}=…";
        }

        if (!Type.Contains('$', StringComparison.Ordinal) && !Types.Contains(Type.ToLowerInvariant()))
            yield return $"'{Type}' is no mount type{Suggestion.DidYouMean(Type, Types)}; there are {string.Join(", ", Types)}";
        if (From is { } from && from.Contains('$', StringComparison.Ordinal))
            yield return InstructionCheck.NoVariableIn("--mount=…,from=", from);
    }
}
