namespace Nuke.Common.ValueInjection;

/// <summary>The variable that help and errors name for a parameter; others that differ in case and punctuation count too.</summary>
internal static class EnvironmentName
{
    public static string Of(BuildParameter parameter)
    {
        var name = parameter.Option.Replace('-', '_').ToUpperInvariant();
        return parameter.IsOwn ? "NUKE_" + name : name;
    }
}
