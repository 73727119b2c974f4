namespace KegImages.Explaining;

/// <summary>Why one image is built, reused or skipped.</summary>
public sealed record Explanation
{
    /// <summary>How the plan has it: built, reused or skipped.</summary>
    public required ImageState State { get; init; }

    /// <summary>The image.</summary>
    public Image Image => State.Image;

    /// <summary>Whether it is built; reused or skipped otherwise.</summary>
    public bool IsBuilt => State is Planned;

    /// <summary>What it is made of in the working tree.</summary>
    public required Fingerprint Fingerprint { get; init; }

    /// <summary>The image that is reused; null when it is built or skipped.</summary>
    public ImageReference? Reused => (State as Reused)?.Pinned;

    /// <summary>Why it is left out, as a clause; null when it is not.</summary>
    public string? Skipped => (State as Skipped)?.Reason;

    /// <summary>Where the reused image comes from, as a clause; empty where that is not known.</summary>
    public string Origin { get; init; } = "";

    /// <summary>What is under its tag now; null when nothing is.</summary>
    public TaggedImage? Tagged { get; init; }

    /// <summary>Why it is built, or why what is reused is another image than the one under the tag; none when that one is reused.</summary>
    public ImmutableArray<Reason> Reasons { get; init; } = [];

    /// <summary>The whole as one sentence, down to the first root cause: <c>evf is built because tap is, because keg-base is, because
    /// …</c>.</summary>
    public string Sentence =>
        Skipped is { } why ? $"{Image.Name} is skipped: {why}"
            : IsBuilt ? $"{Image.Name} is built{Chain()}" : $"{Image.Name} is reused: {Kept()}";

    private string Kept()
    {
        var what = $"the same inputs as {Reused?.Digest?.Abbreviated ?? Reused?.ToString()}";
        return Origin.Length > 0 ? $"{what}, {Origin}" : what;
    }

    private string Chain()
    {
        var chain = "";
        // What comes down from a parent is told before what is the image's own.
        for (var reasons = Reasons; !reasons.IsEmpty;)
        {
            var next = reasons.FirstOrDefault(reason => reason.Parent is not null) ?? reasons[0];
            chain += chain.Length == 0 ? $" because {next.Link}" : $", because {next.Link}";
            reasons = next.Because;
        }

        return chain;
    }
}
