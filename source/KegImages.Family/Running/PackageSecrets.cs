using KegImages.Environments;

namespace KegImages.Running;

/// <summary>Finds what must not leave this machine within a package. Pure.</summary>
public static class PackageSecrets
{
    /// <summary>
    /// The names of a container's variables that hold a secret: by their name, because a file declares them so, or because a secret's value
    /// is in them.
    /// </summary>
    /// <param name="container">The container.</param>
    /// <param name="declared">The variables of the tap's files.</param>
    public static ImmutableArray<string> In(TapContainer container, IEnumerable<TapVariable> declared)
    {
        var secrets = declared.Where(variable => variable.IsSecret).ToList();
        var values = secrets.Select(secret => secret.Value).Where(value => value.Length >= SecretNames.ShortestSecret).ToList();
        return
        [
            .. container.Environment.Where(variable => variable.Value.Length > 0
                    && (SecretNames.IsSecret(variable.Key) || secrets.Exists(secret => secret.Name == variable.Key)
                        || values.Exists(value => variable.Value.Contains(value, StringComparison.Ordinal))))
                .Select(variable => variable.Key),
        ];
    }
}
