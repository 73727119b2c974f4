namespace Nuke.Common.Output;

/// <summary>How much a line matters.</summary>
internal enum LogLevel
{
    Verbose,
    Debug,
    Information,
    Warning,
    Error,
    Fatal,
}
