namespace KegImages.Configuration;

/// <summary>How much a finding weighs.</summary>
public enum LintSeverity
{
    /// <summary>It is not looked for.</summary>
    Off,

    /// <summary>A person should know; the run is green.</summary>
    Warning,

    /// <summary>The run fails by it.</summary>
    Error,
}
