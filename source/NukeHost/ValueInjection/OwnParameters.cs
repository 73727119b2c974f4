namespace Nuke.Common.ValueInjection;

/// <summary>The parameters that every build has.</summary>
internal static class OwnParameters
{
    public static IReadOnlyList<BuildParameter> All { get; } =
    [
        Own("Continue", typeof(bool), "Leaves out the targets that succeeded in the last attempt with the same words."),
        Own("Help", typeof(bool), "Shows the targets and parameters of this build."),
        Own("Host", typeof(string), "Prints as this host does; found out by default.") with { Choices = () => Host.Names },
        Own("NoLogo", typeof(bool), "Leaves out the first line."),
        Own("Plan", typeof(bool), "Shows what would run, as text and in output/plan.html, and runs nothing."),
        Own("Profile", typeof(string[]), "Takes values from .nuke/parameters.NAME.json too; the last one named wins."),
        Own("Root", typeof(string), "The folder that holds .nuke; the current one when no path is given."),
        Own("Skip", typeof(string[]), "Leaves out these targets; all that were not asked for when none is named."),
        Own("Target", typeof(string[]), "The targets to run, as a named parameter."),
        Own("Verbosity", typeof(Verbosity), "How much is printed. Default is 'Normal'."),
    ];

    private static BuildParameter Own(string name, Type type, string description) => new()
    {
        Name = name,
        Type = type,
        Description = description,
        IsOwn = true,
        Choices = () => type.IsEnum ? Enum.GetNames(type) : [],
    };
}
