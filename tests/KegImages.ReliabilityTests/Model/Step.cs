using System.Collections.Immutable;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Model;

/// <summary>
/// One thing that somebody does to the family: a verb and what it is done to. A branch is named by its number among those that there are.
/// </summary>
internal sealed record Step(string Verb, ImmutableArray<string> Words)
{
    private static readonly string[] Verbs =
    [
        "edit", "edit", "edit", "push", "push", "push", "push", "disturb", "disturb", "disturb", "tap", "branch", "switch", "switch",
            "merge", "break", "mend", "mend", "delete", "prune", "unprune",
        "promote", "rollback", "force", "plan",
    ];

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static Step Parse(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var verb, .. var words] && Verbs.Contains(verb)
        ? new Step(verb, [.. words])
        : throw new FormatException($"'{text}' is no step: expected one of {string.Join(", ", Verbs.Distinct())}");

    /// <summary>
    /// A step by chance. What it means where it means nothing is decided when it is carried out: so any part of a script is a script.
    /// </summary>
    public static Step Random(Random random)
    {
        var verb = Verbs[random.Next(Verbs.Length)];
        var image = ReliableFamily.Names[random.Next(ReliableFamily.Names.Length)];
        var branch = $"{random.Next(6)}";
        return new Step(verb, verb switch
        {
            "edit" => [image, $"{random.Next(1, 1000)}"],
            "break" => [image],
            "disturb" => [$"{random.Next()}"],
            "tap" => [random.Next(2) == 0 ? "one" : "two"],
            "merge" or "delete" or "switch" => [branch],
            _ => [],
        });
    }

    public override string ToString() => string.Join(' ', Words.Prepend(Verb));
}
