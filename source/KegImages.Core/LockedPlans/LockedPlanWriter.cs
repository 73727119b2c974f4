namespace KegImages.LockedPlans;

/// <summary>Writes a locked plan: everything in it is said, also that there is none. By hand, as every plan writes one and a serializer
/// costs its start more than the rest of it; <see cref="LockedPlanJson"/> reads the same.</summary>
internal sealed class LockedPlanWriter(Utf8JsonWriter json)
{
    public void Write(LockedPlan plan)
    {
        json.WriteStartObject();
        json.WriteNumber("version", LockedPlan.Version);
        json.WriteStartObject("plan");
        Source(plan.Source);
        Text("provider", plan.Provider);
        Each("tags", plan.Tags, Value);
        json.WriteBoolean("changed", plan.Changed);
        json.WriteString("platform", plan.Platform);
        Text("family", plan.Family);
        Each("outside", plan.Outside, Parent);
        Each("contexts", plan.Contexts, Context);
        Each("images", plan.Images, Entry);
        Each("shards", plan.Shards, Shard);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Source(LockedSource source)
    {
        json.WriteStartObject("source");
        Text("commit", source.Commit);
        if (source.CommitTime is { } time)
            json.WriteString("commitTime", time);
        else
            json.WriteNull("commitTime");
        Text("branch", source.Branch);
        Text("defaultBranch", source.DefaultBranch);
        Text("url", source.Url?.AbsoluteUri);
        Text("release", source.Release);
        Each("releases", source.Releases, Value);
        json.WriteEndObject();
    }

    private void Parent(LockedParent parent)
    {
        json.WriteStartObject();
        Text("reference", parent.Reference);
        Text("pinned", parent.Pinned);
        Text("digest", parent.Digest);
        Text("fingerprint", parent.Fingerprint);
        if (parent.OnBuild is { } triggers)
            Each("onBuild", triggers, Value);
        else
            json.WriteNull("onBuild");
        Each("knownBy", parent.KnownBy, Value);
        json.WriteEndObject();
    }

    private void Context(LockedContext context)
    {
        json.WriteStartObject();
        json.WriteString("name", context.Name);
        Text("commit", context.Commit);
        Text("image", context.Image);
        json.WriteEndObject();
    }

    private void Entry(LockedEntry entry)
    {
        json.WriteStartObject();
        Text("name", entry.Name);
        Text("fingerprint", entry.Fingerprint);
        Text("digest", entry.Digest);
        Text("standsOn", entry.StandsOn);
        json.WriteBoolean("isLeftOut", entry.IsLeftOut);
        json.WriteStartObject("remotes");
        foreach (var (address, identity) in entry.Remotes)
            Text(address, identity);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Shard(LockedShard shard)
    {
        json.WriteStartObject();
        json.WriteString("name", shard.Name);
        json.WriteNumber("level", shard.Level);
        json.WriteNumber("expectedSeconds", shard.ExpectedSeconds);
        Each("images", shard.Images, Value);
        Each("runner", shard.Runner, Value);
        Each("platforms", shard.Platforms, Value);
        json.WriteBoolean("joins", shard.Joins);
        json.WriteEndObject();
    }

    private void Each<T>(string name, IReadOnlyList<T> values, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            write(value);
        json.WriteEndArray();
    }

    private void Value(object value) => json.WriteStringValue(value.ToString());

    private void Text(string name, object? value) => json.WriteString(name, value?.ToString());
}
