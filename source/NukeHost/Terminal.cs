namespace Nuke.Common;

/// <summary>A build that someone started in a terminal.</summary>
public sealed class Terminal : Host
{
    internal Terminal()
    {
    }
}
