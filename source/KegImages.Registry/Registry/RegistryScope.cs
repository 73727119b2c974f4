namespace KegImages.Registry;

/// <summary>What a token must allow. See <see href="https://distribution.github.io/distribution/spec/auth/scope/"/>.</summary>
internal enum RegistryScope
{
    Pull,
    Push,
    Delete,
}
