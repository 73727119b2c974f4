using KegImages.Planning;

namespace KegImages.Building;

/// <summary>What happens while a plan is carried out; handed on one at a time.</summary>
/// <param name="Image">The image that it happens to.</param>
public abstract record BuildEvent(ImageName Image);

/// <summary>An image's build has begun.</summary>
/// <param name="Step">Its step.</param>
public sealed record ImageStarted(BuildStep Step) : BuildEvent(Step.Image.Name)
{
    /// <summary>The builder by name; null where none is named, or where several build it.</summary>
    public string? Builder { get; init; }
}

/// <summary>BuildKit says something of an image's build.</summary>
/// <param name="Image">The image.</param>
/// <param name="Event">What it says.</param>
public sealed record ImageProgressed(ImageName Image, BuildKitEvent Event) : BuildEvent(Image);

/// <summary>An image is built, failed, is blocked, or will not be started.</summary>
/// <param name="Outcome">Which of these.</param>
public sealed record ImageEnded(BuildOutcome Outcome) : BuildEvent(Outcome.Step.Image.Name);
