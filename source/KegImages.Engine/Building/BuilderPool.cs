namespace KegImages.Building;

/// <summary>
/// The slots of several builders: which of them a build for some platforms may have. It runs nothing by itself, and is not for several
/// threads at once.
/// </summary>
public sealed class BuilderPool
{
    private readonly ImmutableArray<Place> places;
    private readonly Dictionary<string, ImmutableArray<Place>> candidates = new(StringComparer.Ordinal);

    /// <summary>A pool of builders; who does not answer is left out until it does.</summary>
    /// <param name="builders">The builders, each once, at least one.</param>
    public BuilderPool(IReadOnlyList<PoolBuilder> builders) =>
        places = [.. builders.Select((builder, index) => new Place(builder, index) { IsOut = builder.Silence is not null })];

    /// <summary>The builders.</summary>
    public IEnumerable<PoolBuilder> Builders => places.Select(place => place.Builder);

    /// <summary>Whether a builder builds now, as far as is known.</summary>
    public bool IsIn(PoolBuilder builder) => !Find(builder).IsOut;

    /// <summary>
    /// The parts that a build for some platforms falls into: one where a builder can have all of it, else one for each platform.
    /// </summary>
    public IEnumerable<ImmutableArray<string>> PartsOf(ImmutableArray<string> platforms) =>
        platforms.Length == 1 || !CandidatesOf(platforms).IsEmpty ? [platforms]
            : platforms.Select(platform => ImmutableArray.Create(platform));

    /// <summary>Takes a slot for a build, of a builder that is warm for it, else of that with the least to do; null where none is
    /// free.</summary>
    /// <param name="platforms">The platforms of the build.</param>
    /// <param name="isWarm">Whether a builder has what the build stands on.</param>
    public PoolBuilder? Take(ImmutableArray<string> platforms, Func<PoolBuilder, bool> isWarm)
    {
        var free = CandidatesOf(platforms).Where(place => place.IsFree).ToList();
        var taken = free.Where(place => isWarm(place.Builder)).MinBy(place => place.Load) ?? free.MinBy(place => place.Load);
        if (taken is not null)
            taken.Running++;
        return taken?.Builder;
    }

    /// <summary>Whether a slot is free for a build.</summary>
    public bool HasRoom(ImmutableArray<string> platforms) => CandidatesOf(platforms).Any(place => place.IsFree);

    /// <summary>Gives a slot back.</summary>
    public void Release(PoolBuilder builder) => Find(builder).Running--;

    /// <summary>Takes in that a builder died: it is left out until it answers.</summary>
    public void Leave(PoolBuilder builder) => Find(builder).IsOut = true;

    /// <summary>Takes in that a builder does not come back by itself.</summary>
    public void GiveUp(PoolBuilder builder) => (Find(builder).IsOut, Find(builder).IsLost) = (true, true);

    /// <summary>Takes in that a builder answers again.</summary>
    public void Return(PoolBuilder builder) => (Find(builder).IsOut, Find(builder).IsLost) = (false, false);

    /// <summary>Whether no builder is left for a build.</summary>
    public bool IsHopeless(ImmutableArray<string> platforms) => CandidatesOf(platforms).All(place => place.IsLost);

    // What nobody says to build for is given to all: an image that only copies files is built for any platform.
    private ImmutableArray<Place> CandidatesOf(ImmutableArray<string> platforms)
    {
        var key = string.Join(',', platforms);
        if (!candidates.TryGetValue(key, out var found))
            candidates[key] = found = [.. platforms.Select(OfOne).Aggregate(Enumerable.Intersect)];
        return found;

        IEnumerable<Place> OfOne(string platform)
        {
            var native = places.Where(place => place.Builder.IsNative(platform)).ToList();
            var able = native.Count > 0 ? native : [.. places.Where(place => place.Builder.Builds(platform))];
            return able.Count > 0 ? able : places;
        }
    }

    private Place Find(PoolBuilder builder) => places.First(place => place.Builder.Name == builder.Name);

    private sealed class Place(PoolBuilder builder, int index)
    {
        public PoolBuilder Builder => builder;

        public int Running { get; set; }

        public bool IsOut { get; set; }

        public bool IsLost { get; set; }

        public bool IsFree => !IsOut && Running < builder.Slots;

        // Of two with as much to do the first one said is taken.
        public (double, int) Load => ((double)Running / builder.Slots, index);
    }
}
