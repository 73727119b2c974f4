namespace KegImages.Logins;

/// <summary>A login to a registry. Its text never shows the secret.</summary>
/// <param name="Username">The user's name; null for an identity token.</param>
/// <param name="Secret">The password, access token or identity token.</param>
public sealed record RegistryCredential(string? Username, string Secret)
{
    /// <summary>Whether the secret is an identity token, to be exchanged for access tokens by OAuth 2.</summary>
    public bool IsIdentityToken => Username is null;

    /// <summary>The user's name, never the secret.</summary>
    public override string ToString() => Username ?? "an identity token";
}
