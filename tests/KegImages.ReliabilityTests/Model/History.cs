namespace KegImages.ReliabilityTests.Model;

/// <summary>What the model knows of one branch.</summary>
/// <param name="name">The branch.</param>
internal sealed class History(string name)
{
    public string Name { get; } = name;

    /// <summary>The tag of its images.</summary>
    public string Tag { get; } = name.Replace('/', '-');

    /// <summary>What was published of it, by commit, the newest last.</summary>
    public List<(string Commit, PublishedSet Set)> Published { get; } = [];

    /// <summary>The commit that it was put back from by hand: until there is a newer one, nothing goes forward.</summary>
    public string? HeldFrom { get; set; }

    public void Publish(string commit, PublishedSet set)
    {
        Published.RemoveAll(published => published.Commit == commit);
        Published.Add((commit, set));
    }
}
