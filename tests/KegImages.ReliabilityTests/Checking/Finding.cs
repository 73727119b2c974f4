namespace KegImages.ReliabilityTests.Checking;

/// <summary>One broken promise.</summary>
/// <param name="Kind">What it counts as.</param>
/// <param name="Script">What was done, as lines that can be replayed.</param>
/// <param name="Text">What was seen.</param>
internal sealed record Finding(FindingKind Kind, string Script, string Text)
{
    public override string ToString() => $"{Kind.ToString().ToUpperInvariant()}: {Text}{Environment.NewLine}{Script}";
}
