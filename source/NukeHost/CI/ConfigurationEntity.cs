using Nuke.Common.Utilities;

namespace Nuke.Common.CI;

/// <summary>A part of a CI system's configuration that writes itself.</summary>
public abstract class ConfigurationEntity
{
    /// <summary>Writes the part's lines.</summary>
    public abstract void Write(CustomFileWriter writer);
}
