namespace KegImages.Fingerprints;

/// <summary>What an input of a fingerprint is, in the order in which differences are told: what is likelier the cause comes
/// first.</summary>
public enum InputKind
{
    /// <summary>The Dockerfile's bytes.</summary>
    Dockerfile,

    /// <summary>One line of the Dockerfile, so that a difference can be pointed at; says nothing that <see cref="Dockerfile"/> does
    /// not.</summary>
    Line,

    /// <summary>The stage that is built.</summary>
    Target,

    /// <summary>Which of the images of a repository it is: two that come out alike are two images.</summary>
    Variant,

    /// <summary>A platform that is built for.</summary>
    Platform,

    /// <summary>Something that the image is attested to be or to hold when it is pushed: without it a reuse would hand out what says
    /// less.</summary>
    Attest,

    /// <summary>A build arg, by the hash of its value.</summary>
    Arg,

    /// <summary>An image of the family that is built on or copied from, by its fingerprint.</summary>
    Parent,

    /// <summary>An image from outside the family, by its digest.</summary>
    External,

    /// <summary>Something that an ADD fetches from a server.</summary>
    Remote,

    /// <summary>A named build context.</summary>
    Context,

    /// <summary>A folder of the main context.</summary>
    Folder,

    /// <summary>A file of the main context.</summary>
    File,

    /// <summary>A symbolic link of the main context.</summary>
    Link,
}
