namespace KegImages.Running;

/// <summary>When the provider is asked for an image that is to be run.</summary>
public enum PullPolicy
{
    /// <summary>Every time: what runs is what the tag names now.</summary>
    Always,

    /// <summary>Only where the engine does not have an image of that name.</summary>
    IfNotPresent,

    /// <summary>Not at all: the engine has it, or it is not run.</summary>
    Never,
}
