namespace KegImages.Workflows;

/// <summary>The repository's secrets that workflows hand to the steps that build: those that an image mounts and that are declared to be in
/// a variable, and no other.</summary>
internal static class HandedSecrets
{
    private const string Reserved = "GITHUB_";
    private const string Token = "GITHUB_TOKEN";

    // Variables that the steps use themselves.
    private static readonly string[] Own = ["KEG_SHARD", "KEG_PROGRAM", "NUKE_TAG", "NUKE_LOCKED_PLAN_SHA256",
        WorkflowParts.LayerVariable, "RUNNER_TEMP", "PATH",
        "HOME", "GONE", "CI"];

    /// <exception cref="WrongUseException">Variables whose name GitHub takes for no secret, each with the place that declares
    /// it.</exception>
    public static ImmutableArray<(string Name, Yaml Value)> Of(IEnumerable<Image> built)
    {
        var handed = built.SelectMany(Mounted)
            .DistinctBy(secret => secret.Source).OrderBy(secret => secret.Source, StringComparer.Ordinal).ToList();
        WrongUseException.ThrowIfAny([.. handed.Where(secret => !IsLegal(secret.Source)).Select(secret => new Problem(
            $"the secret '{secret.Id}' is in the variable {secret.Source}, and GitHub has no secret of that "
                + $"name{(Own.Contains(secret.Source) ? ": the workflow uses the variable itself" : $": none begins with {Reserved}")}",
            secret.Location,
            "take another variable: { env: <name> }"))]);
        return [.. handed.Select(secret =>
            (secret.Source, (Yaml)(secret.Source == Token ? "${{ github.token }}" : $"${{{{ secrets.{secret.Source} }}}}")))];
    }

    private static IEnumerable<BuildSecret> Mounted(Image image) => image.Use.Secrets
        .Select(mount => image.Secrets.GetValueOrDefault(mount.Id)).OfType<BuildSecret>()
        .Where(secret => secret.Kind == BuildSecretKind.Environment);

    // https://docs.github.com/actions/reference/security/secrets#naming-your-secrets
    private static bool IsLegal(string name) =>
        name == Token || BuildSecret.IsVariable(name) && !name.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase)
            && !Own.Contains(name, StringComparer.OrdinalIgnoreCase);
}
