using KegImages.Dockerfiles;

namespace KegImages.Proposals;

/// <summary>An image as it is proposed.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Build">What it is made from.</param>
/// <param name="Parents">The images of the family that it is built on, by name, each once, in order of appearance.</param>
/// <param name="Outside">The images from elsewhere, as they are written.</param>
internal sealed record ProposedImage(string Name, AdoptedBuild Build, ImmutableArray<string> Parents, ImmutableArray<string> Outside)
{
    /// <summary>The build context; null for the usual one.</summary>
    public string? Context { get; init; }

    /// <summary>Its group.</summary>
    public string Group { get; init; } = "";

    /// <summary>Whether its Dockerfile is another image's too.</summary>
    public bool HasSiblings { get; init; }

    /// <summary>The group that its Dockerfile is found in; its own where nothing finds that.</summary>
    public string FoundIn { get; init; } = "";

    /// <summary>Whether a folder of a group finds its Dockerfile: it is called as Dockerfiles are.</summary>
    public bool IsFound => DockerfileName.Is(Build.DockerfilePath.Split('/')[^1]);

    /// <summary>The entry under <c>folders:</c> that finds it.</summary>
    public string Place => Build.HasUsualName ? Build.UsualContext : Build.DockerfilePath;

    /// <summary>Whether folders alone do not say all of it.</summary>
    public bool IsSaid => HasSiblings || !IsFound || Name != Build.UsualName || Context is not null || Build.Target is not null
        || !Build.Platforms.IsEmpty || !Build.Args.IsEmpty || !Build.Contexts.IsEmpty;
}
