using System.Globalization;

namespace KegImages.ReliabilityTests.Kills;

/// <summary>A run that is killed at one moment: at one of its requests, or after some time.</summary>
/// <param name="Scenario">The run.</param>
/// <param name="Request">At the how-manieth request, beginning with 1; 0 where the time decides.</param>
/// <param name="IsAnswered">Whether the registry has done by then what that request asks.</param>
/// <param name="Milliseconds">After how long, where no request decides.</param>
internal sealed record KillCase(string Scenario, int Request, bool IsAnswered, int Milliseconds)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static KillCase Parse(string text) => text.Split(' ') switch
    {
        [var scenario, "at", var request] => new KillCase(scenario, Number(request), false, 0),
        [var scenario, "after", var request] => new KillCase(scenario, Number(request), true, 0),
        [var scenario, "in", var milliseconds] => new KillCase(scenario, 0, false, Number(milliseconds)),
        _ => throw new FormatException($"'{text}' is no kill: expected a scenario and at, after or in with a number"),
    };

    public override string ToString() =>
        Request == 0 ? string.Create(CultureInfo.InvariantCulture, $"{Scenario} in {Milliseconds}")
            : string.Create(CultureInfo.InvariantCulture, $"{Scenario} {(IsAnswered ? "after" : "at")} {Request}");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
