using KegImages.Configuration;

namespace KegImages.Secrets;

/// <summary>Secrets on a way that is none: a build arg's value is in the command line, in the history of the image and in the log; a URL's
/// login is in the command line and in records. Pure.</summary>
internal static class SecretArguments
{
    private static readonly string[] NoValue = ["", "0", "1", "true", "false", "yes", "no", "on", "off", "none", "null"];

    /// <summary>Whether a build arg or variable of this name holds a secret: its name says so, or it is declared as one.</summary>
    public static bool IsSecret(string name, Image image, KegSettings settings) =>
        SecretNames.IsSecret(name) && !settings.NotSecret.Contains(name)
        || image.Secrets.ContainsKey(name)
        || image.Secrets.Values.Any(secret => secret.Kind == BuildSecretKind.Environment && secret.Source == name);

    public static ImmutableArray<Problem> Problems(IEnumerable<Image> images, KegSettings settings,
        IReadOnlyCollection<KnownSecret> known) =>
        [.. images.SelectMany(image =>
            OfImage(image, settings, [.. known.Concat(Written(image, settings)).Where(secret => secret.IsTelling)])).Distinct()];

    /// <summary>Values that stand in files under the name of a secret: what is made from them is as secret.</summary>
    public static IEnumerable<KnownSecret> Written(Image image, KegSettings settings) => image.Args
        .Where(arg => IsSecret(arg.Key, image, settings) && arg.Value.Trim().Length >= SecretNames.ShortestSecret)
        .Select(arg => new KnownSecret(arg.Key, arg.Value.Trim()));

    private static IEnumerable<Problem> OfImage(Image image, KegSettings settings, List<KnownSecret> known) =>
        Args(image, settings, known).Concat(Contexts(image, settings, known)).Concat(Instructions(image, settings, known));

    private static IEnumerable<Problem> Args(Image image, KegSettings settings, List<KnownSecret> known)
    {
        foreach (var (name, value) in image.Args.Where(arg => image.Use.DeclaredArgs.Contains(arg.Key)))
        {
            var place = image.ArgPlaces.GetValueOrDefault(name);
            var declared = Declaration(image, name) is { } at ? $" ({at})" : "";
            if (IsSecret(name, image, settings) && !NoValue.Contains(value.Trim().ToLowerInvariant()))
                yield return new Problem(
                    $"{name} is a secret, and it is given to ARG {name}{declared}: as a build arg its value would be in command lines, "
                        + $"logs and the history of {image.Name}",
                    place,
                    SecretAdvice.Mount(name) + (image.Secrets.ContainsKey(name) ? "" : $"; if it holds no secret: notSecret: [{name}]"));
            else if (known.Find(secret => secret.IsIn(value)) is { } secret)
                yield return new Problem(
                    $"the value of {name} has that of the secret {secret.Name} in it, and it is given to ARG {name}{declared}: as a "
                        + $"build arg it would be in command lines, logs and the history of {image.Name}",
                    place,
                    SecretAdvice.Mount(secret.Name));
            else if (UrlLogin.IsIn(value, settings.NotSecret))
                yield return new Problem(
                    $"the value of {name} is a URL with a login in it, and it is given to ARG {name}{declared}: as a build arg it would "
                        + $"be in command lines, logs and the history of {image.Name}",
                    place,
                    $"write the URL without its login; {SecretAdvice.Mount("netrc")}");
        }
    }

    private static IEnumerable<Problem> Contexts(Image image, KegSettings settings, List<KnownSecret> known)
    {
        foreach (var (name, value) in image.Contexts.Where(context => image.Use.Contexts.Contains(context.Key)))
        {
            var said = settings.Images.FirstOrDefault(said => said.Name.Value == image.Name);
            var place = (settings.Overrides.Contexts.GetValueOrDefault(name)
                ?? said?.Contexts.GetValueOrDefault(name) ?? settings.Contexts.GetValueOrDefault(name))?.Location;
            if (UrlLogin.IsIn(value, settings.NotSecret) || known.Exists(secret => secret.IsIn(value)))
                yield return new Problem(
                    $"the build context '{name}' has a login in its URL: it would be in command lines and logs",
                    place,
                    "write the URL without it: git asks its own credential helper, and BuildKit takes the secret GIT_AUTH_TOKEN: "
                        + "secrets: { GIT_AUTH_TOKEN: { env: GIT_AUTH_TOKEN } }");
        }
    }

    private static IEnumerable<Problem> Instructions(Image image, KegSettings settings, List<KnownSecret> known)
    {
        foreach (var instruction in image.Dockerfile.Instructions.Select(instruction => instruction.Trigger ?? instruction))
        {
            var at = new SourceLocation(image.Dockerfile.Path, instruction.Line);
            var texts = (instruction.Source?.Heredocs ?? []).Select(heredoc => heredoc.Body).Prepend(instruction.Text).ToList();
            if (known.Find(secret => texts.Exists(secret.IsIn)) is { } secret)
                yield return new Problem(
                    $"{instruction.Keyword} holds the value of the secret {secret.Name}: whoever pulls {image.Name} has it", at,
                        $"revoke it, and {SecretAdvice.Mount(secret.Name)}");
            else if (instruction.Keyword == "ADD" && UrlLogin.IsIn(instruction.Text, settings.NotSecret))
                yield return new Problem(
                    $"ADD has a login in its URL: it would be in logs and in the history of {image.Name}",
                    at,
                    "fetch it where the login is a mounted secret: RUN --mount=type=secret,id=netrc curl --netrc-file /run/secrets/netrc "
                        + "…, and of git: leave the login out and declare the secret GIT_AUTH_TOKEN");
        }
    }

    private static SourceLocation? Declaration(Image image, string name) => image.Dockerfile.Instructions
        .Select(instruction => instruction.Trigger ?? instruction)
        .Where(instruction => instruction.Keyword == "ARG" && instruction.Declarations().Any(arg => arg.Name == name))
        .Select(instruction => new SourceLocation(image.Dockerfile.Path, instruction.Line)).FirstOrDefault();
}
