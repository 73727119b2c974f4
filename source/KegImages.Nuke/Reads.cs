namespace KegImages.Components;

/// <summary>Options that several targets read together, as <see cref="UsageAttribute"/> names them.</summary>
internal static class Reads
{
    /// <summary>Where images go and come from.</summary>
    public const string Provider = "registry namespace";

    /// <summary>The same, reached with an engine; a dry run starts none.</summary>
    public const string Reached = $"{Provider} engine dry-run";

    /// <summary>What stands in for what files say.</summary>
    public const string Inputs = "context secret ssh node-image base-image";

    /// <summary>Single images in place of all.</summary>
    public const string Named = "tap image group";

    /// <summary>The set of images that is meant.</summary>
    public const string Set = "tag release";

    /// <summary>All that a plan depends on.</summary>
    public const string Planned =
        $"{Named} {Set} {Inputs} {Reached} with-parents changed no-registry no-cache force builder parallel {Handed} json";

    /// <summary>A plan that another machine made, and what others built since.</summary>
    public const string Handed = "locked-plan locked-plan-sha256 shard most-shards built";

    /// <summary>A plan that is carried out.</summary>
    public const string Built = $"{Planned} push content-only keep-going layer-cache";

    /// <summary>Which of the taps that run.</summary>
    public const string Running = $"{Named} from tag {Reached}";

    /// <summary>How a tap is started.</summary>
    public const string Started = "pull-policy port env detach";
}
