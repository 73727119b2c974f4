namespace KegImages.Building;

/// <summary>A vertex of BuildKit's graph: one step of a build.</summary>
/// <param name="Digest">What identifies it within the build.</param>
/// <param name="Name">Its name, such as <c>[web 3/7] RUN npm ci</c> or <c>exporting to image</c>.</param>
public sealed record Vertex(string Digest, string Name)
{
    /// <summary>When it started; null before that.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended, however it ended; null before that.</summary>
    public DateTimeOffset? Completed { get; init; }

    /// <summary>Whether the cache had its result.</summary>
    public bool IsCached { get; init; }

    /// <summary>Why it failed; the empty text while it did not.</summary>
    public string Error { get; init; } = "";

    /// <summary>How long it ran; null until it is completed.</summary>
    public TimeSpan? Duration => Completed - Started;

    /// <summary>Whether it failed by itself. A vertex that was ended because another one failed carries an error too.</summary>
    public bool IsFailed => Error.Length > 0 && !Error.Contains("context canceled", StringComparison.OrdinalIgnoreCase);

    /// <summary>The part of its name in brackets, such as <c>web 3/7</c> or <c>internal</c>; the empty text where there is none.</summary>
    public string Place => Name.StartsWith('[') && Name.IndexOf(']', StringComparison.Ordinal) is > 0 and var end ? Name[1..end] : "";

    /// <summary>The instruction or the work, in one line: its name without the brackets.</summary>
    public string Work
    {
        get
        {
            var text = Place.Length == 0 ? Name : Name[(Place.Length + 2)..];
            return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
    }

    /// <summary>
    /// Its number in its stage, such as <c>3/7</c>; null for what is no instruction of the Dockerfile. The triggers that a parent
    /// brought by <c>ONBUILD</c> are counted, but not in BuildKit's total: where that is passed, the number stands alone.
    /// </summary>
    public string? Number
    {
        get
        {
            var last = Place[(Place.LastIndexOf(' ') + 1)..].Split('/');
            return last is [var step, var total] && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && int.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var all)
                ? number > all ? step : $"{step}/{total}"
                : null;
        }
    }

    /// <summary>Whether it hands a finished image on: to the engine's store or to a registry.</summary>
    public bool IsHandingOn =>
        Place.Length == 0 && !IsOfLayers && (Name.StartsWith("exporting ", StringComparison.Ordinal)
            || Name.StartsWith("pushing ", StringComparison.Ordinal));

    /// <summary>Whether it takes layers over from a cache in a registry, or keeps them there: no image depends on it.</summary>
    public bool IsOfLayers => Place.Length == 0 && (Name.StartsWith("importing cache ", StringComparison.Ordinal)
        || Name.StartsWith("exporting cache ", StringComparison.Ordinal));

    /// <summary>Whether it is an instruction that the cache can spare: one of the Dockerfile's, but not <c>FROM</c>.</summary>
    public bool IsInstruction => Number is not null && !Work.StartsWith("FROM ", StringComparison.OrdinalIgnoreCase);
}
