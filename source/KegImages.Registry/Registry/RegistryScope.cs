namespace KegImages.Registry;

/// <summary>What a token must allow. See <see href="https://distribution.github.io/distribution/spec/auth/scope/"/>.</summary>
internal enum RegistryScope
{
    /// <summary>To read a repository.</summary>
    Pull,

    /// <summary>To read and write a repository.</summary>
    Push,

    /// <summary>To read a repository and delete from it.</summary>
    Delete,
}
