namespace KegImages.Pipeline;

/// <summary>What is wrong where the provider has no image of the family that something is to be built on.</summary>
internal static class MissingMember
{
    /// <summary>The problem, and the command that makes the image.</summary>
    /// <param name="provider">Where it was looked for.</param>
    /// <param name="member">The image.</param>
    /// <param name="tag">The tag that it should have; null where the reference has none, which means <c>latest</c>.</param>
    /// <param name="defaultTag">The tag of the set that a variant is looked for in.</param>
    /// <param name="target">The target that builds it.</param>
    /// <param name="sameWorld">What the command needs to mean the same engine and registry.</param>
    /// <param name="location">What asks for it; null where no file does yet.</param>
    public static Problem Of(Provider provider, ImageName member, Tag? tag, Tag defaultTag, StageTarget target, string sameWorld,
        SourceLocation? location = null)
    {
        var looked = tag?.ToString() ?? "latest";
        return new Problem(
            $"{provider} has no {member.Repository}:{looked} to build on",
            location,
            $"make it, and what it is built on: {ThisProgram.Name} {Staging.NameOf(target)} --push --tag "
                + $"{(member.Variant is null ? looked : defaultTag)}{sameWorld}");
    }
}
