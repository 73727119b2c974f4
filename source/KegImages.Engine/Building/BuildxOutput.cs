namespace KegImages.Building;

/// <summary>What becomes of an image that buildx builds. See <see href="https://docs.docker.com/build/exporters/"/>.</summary>
public enum BuildxOutput
{
    /// <summary>The builder pushes it.</summary>
    Push,

    /// <summary>It is loaded into the engine's store, whichever builder built it.</summary>
    Load,

    /// <summary>It stays in the store of the engine that built it.</summary>
    Engine,

    /// <summary>The builder pushes it by its digest alone: it is one platform's, and only what is made of all of them has a tag.</summary>
    Digest,
}
