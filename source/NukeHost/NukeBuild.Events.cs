namespace Nuke.Common;

public abstract partial class NukeBuild
{
    /// <summary>Called when the parameters have their values and nothing else has happened.</summary>
    protected internal virtual void OnBuildCreated()
    {
    }

    /// <summary>Called when it is settled what will run, right before the first target.</summary>
    protected internal virtual void OnBuildInitialized()
    {
    }

    /// <summary>Called behind the summary, however the run ended.</summary>
    protected internal virtual void OnBuildFinished()
    {
    }

    /// <summary>Called right before a target runs.</summary>
    protected internal virtual void OnTargetRunning(string target)
    {
    }

    /// <summary>Called when a target is left out.</summary>
    protected internal virtual void OnTargetSkipped(string target)
    {
    }

    /// <summary>Called when a target is done.</summary>
    protected internal virtual void OnTargetSucceeded(string target)
    {
    }

    /// <summary>Called when a target failed.</summary>
    protected internal virtual void OnTargetFailed(string target)
    {
    }
}
