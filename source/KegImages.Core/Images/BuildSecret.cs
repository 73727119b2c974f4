using KegImages.Dockerfiles;

namespace KegImages.Images;

/// <summary>A BuildKit secret by where its value is, never by the value itself. See
/// <see href="https://docs.docker.com/build/building/secrets/"/>.</summary>
/// <param name="Id">The id that a Dockerfile asks for.</param>
/// <param name="Kind">Whether <paramref name="Source"/> is a file or a variable.</param>
/// <param name="Source">The file's path, where <c>~/</c> stands for the home folder, or the variable's name.</param>
public sealed record BuildSecret(string Id, BuildSecretKind Kind, string Source)
{
    /// <summary>The id under which the machine's bundle of CA certificates is offered.</summary>
    public const string CertificateBundleId = "ca";

    /// <summary>What messages show of a value of <c>--secret</c>: the forms that it may have.</summary>
    public const string Forms = "id=NAME, id=NAME,env=VARIABLE or id=NAME,src=FILE";

    /// <summary>The place that declares it; null where none does.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>The secret of this id that is in the variable of the same name.</summary>
    public static BuildSecret InVariable(string name) => new(name, BuildSecretKind.Environment, name);

    /// <summary>Reads the value of <c>--secret</c> as Docker's command line has it. Throws <see cref="WrongUseException"/> for any other
    /// text, which may be a secret itself and is not quoted.</summary>
    public static BuildSecret Parse(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in CsvFields.Split(text))
        {
            if (field.Split('=', 2) is not [var key, { Length: > 0 } value] || !fields.TryAdd(key == "source" ? "src" : key, value))
                throw Refusal();
        }

        if (!fields.Remove("id", out var id) || !IsId(id))
            throw Refusal();
        fields.Remove("type", out var type);
        // Docker's older spelling of a variable: type=env,src=NAME.
        if (type == "env" && fields.Remove("src", out var named) && !fields.TryAdd("env", named))
            throw Refusal();
        fields.Remove("env", out var variable);
        fields.Remove("src", out var file);
        if (fields.Count > 0 || variable is not null && file is not null || type is not (null or "env" or "file")
            || type == "env" && file is not null || type == "file" && file is null)
            throw Refusal();
        var secret = file is not null ? new BuildSecret(id, BuildSecretKind.File, file)
            : new BuildSecret(id, BuildSecretKind.Environment, variable ?? id);
        return secret.Kind == BuildSecretKind.File || IsVariable(secret.Source) ? secret : throw Refusal();
    }

    /// <summary>Whether a text is an id that a Dockerfile can ask for.</summary>
    public static bool IsId(string text) => text.Length > 0 && text.All(c => c > ' ' && c is not ('"' or '\'' or ',' or '\x7f'));

    /// <summary>Whether a text is the name of a variable that every shell can set.</summary>
    public static bool IsVariable(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>The secret as <c>--secret</c> takes it: <c>id=ca,src=/path</c> or <c>id=token,env=NAME</c>.</summary>
    public override string ToString() => $"{Field("id", Id)},{Field(Kind == BuildSecretKind.File ? "src" : "env", Source)}";

    private static WrongUseException Refusal() => new($"expected {Forms}; a value itself never stands here");

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
