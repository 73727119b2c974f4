namespace KegImages.ReliabilityTests.Families;

/// <summary>A clock that is ahead by an amount; where it jumps, by another amount each time that it is asked.</summary>
internal sealed class SteadyClock(TimeSpan ahead, Random? jumps = null) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // What is written at the same time has the same bytes, and can be compared.
    public override DateTimeOffset GetUtcNow() =>
        Start + ahead + (jumps is null ? TimeSpan.Zero : TimeSpan.FromDays(jumps.Next(-3_650, 3_650)));
}
