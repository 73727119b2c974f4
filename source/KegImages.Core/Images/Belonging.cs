namespace KegImages.Images;

/// <summary>What a reference in a Dockerfile is to the family.</summary>
public abstract record Belonging
{
    private Belonging()
    {
    }

    /// <summary>One of its own images, as it publishes it.</summary>
    public sealed record Member(ImageName Name) : Belonging;

    /// <summary>An image from outside.</summary>
    public sealed record Outside : Belonging;

    /// <summary>The repository of one of its own images, with a tag that it never publishes, or with a digest.</summary>
    public sealed record Unpublished(ImageName Name) : Belonging;

    /// <summary>What the image itself is published as.</summary>
    public sealed record Itself(ImageName Name) : Belonging;

    /// <summary>A repository below its provider that none of its images has.</summary>
    public sealed record Unknown(ImageName Name) : Belonging;

    /// <summary>A name alone that one of its images has, under a tag that it never publishes: that image's, or Docker Hub's.</summary>
    public sealed record Ambiguous(ImageName Name) : Belonging;
}
