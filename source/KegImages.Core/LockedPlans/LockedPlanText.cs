using System.Security.Cryptography;
using KegImages.Planning;

namespace KegImages.LockedPlans;

/// <summary>A locked plan as the text of its file. What is wrong with one is a <see cref="WrongUseException"/> with file, line and
/// place.</summary>
internal static class LockedPlanText
{
    /// <summary>The most bytes of a file that is read: thousands of images.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    private const int MostImages = 10_000;
    private const int LongestPlatform = 64;

    private static string Mend => $"plan anew, and take the file that it writes: {ThisProgram.Name} Plan{ThisProgram.SameWorld}";

    /// <summary>The SHA-256 of a file's bytes, 64 hexadecimal digits.</summary>
    public static string HashOf(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(SHA256.HashData(text));

    /// <summary>The file's text; the same plan gives the same text.</summary>
    public static string Of(LockedPlan plan) =>
        ReadableJson.Text(json => new LockedPlanWriter(json).Write(plan));

    /// <summary>Reads a file's bytes. Throws <see cref="WrongUseException"/> with all that is wrong with them.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="file">What the file is called, for messages.</param>
    public static LockedPlan Parse(ReadOnlySpan<byte> text, string file)
    {
        if (text.Length > MostBytes)
            throw new WrongUseException($"no locked plan has {text.Length} bytes: at most {MostBytes} are read", new SourceLocation(file),
                Mend);
        try
        {
            var document = new OutsideDocument("the locked plan");
            if (document.ReadObject(text)["version"] is var version && version?.ToString() != $"{LockedPlan.Version}")
                throw new WrongUseException(
                    $"its version is {version?.ToJsonString() ?? "missing"}, and this program reads version {LockedPlan.Version}",
                    new SourceLocation(file), Mend);
            var plan = document.Read(text, LockedPlanJson.Default.LockedPlanDocument).Plan;
            WrongUseException.ThrowIfAny([.. Problems(plan).Select(problem => new Problem(problem, new SourceLocation(file), Mend))]);
            return plan;
        }
        catch (UnreadableDocumentException exception)
        {
            throw new WrongUseException($"not a locked plan: {exception.Place}: {exception.Problem}",
                new SourceLocation(file, exception.Line), Mend);
        }
    }

    private static IEnumerable<string> Problems(LockedPlan plan)
    {
        if (plan.Tags.IsEmpty)
            yield return "$.plan.tags: it is empty";
        if (plan.Images.Length > MostImages)
            yield return $"$.plan.images: there are {plan.Images.Length}, and at most {MostImages} are read";
        if (plan.Platform.Length is 0 or > LongestPlatform || !Spelling.IsMadeOf(plan.Platform, "/._-"))
            yield return "$.plan.platform: it is no platform";
        foreach (var twice in Twice(plan.Images.Select(image => image.Name.ToString())))
            yield return $"$.plan.images: '{twice}' is there twice";
        foreach (var twice in Twice(plan.Outside.Select(parent => parent.Reference.ToString())))
            yield return $"$.plan.outside: '{twice}' is there twice";
        foreach (var twice in Twice(plan.Contexts.Select(context => context.Name)))
            yield return $"$.plan.contexts: '{twice}' is there twice";
        foreach (var context in plan.Contexts.Where(context => context.Commit is null == context.Image is null))
            yield return $"$.plan.contexts: '{context.Name}' needs either a commit or an image";
        foreach (var twice in Twice(plan.Shards.Select(shard => shard.Name)))
            yield return $"$.plan.shards: '{twice}' is there twice";
        foreach (var shard in plan.Shards.Where(shard => shard.Level is < 1 or > FamilyLevels.Most || shard.ExpectedSeconds < 0))
            yield return $"$.plan.shards: '{shard.Name}' has a level or a time that there is not";
        foreach (var shard in plan.Shards.Where(shard => shard.Joins && (shard.IsOfParts || !shard.Runner.IsEmpty)))
            yield return $"$.plan.shards: '{shard.Name}' joins, and has platforms or a runner of its own";
        var sharded = plan.Shards.Where(shard => !shard.Joins).SelectMany(shard => shard.Images).ToList();
        foreach (var twice in Twice(plan.Shards.Where(shard => !shard.Joins).SelectMany(PartsOf)))
            yield return $"$.plan.shards: '{twice}' is in two";
        foreach (var name in Mixed(plan))
            yield return $"$.plan.shards: '{name}' is built whole and in parts, or in parts that nobody joins, or joined and not in parts";
        var built = plan.Images.Where(image => image.IsBuilt).Select(image => image.Name).ToHashSet();
        foreach (var name in sharded.Distinct().Where(name => !built.Contains(name)))
            yield return $"$.plan.shards: '{name}' is not among the images that are built";
        foreach (var name in built.Except(sharded))
            yield return $"$.plan.shards: '{name}' is built and in none";
    }

    // What is built of its images: each whole, or for each platform.
    private static IEnumerable<string> PartsOf(LockedShard shard) => shard.Images.SelectMany(name =>
        shard.IsOfParts ? shard.Platforms.Select(platform => $"{name} for {platform}") : [$"{name}"]);

    // An image is built whole by one shard, or in parts by several and joined by one.
    private static IEnumerable<ImageName> Mixed(LockedPlan plan) => plan.Shards.SelectMany(shard => shard.Images.Distinct()
            .Select(name => (Name: name, Shard: shard))).GroupBy(pair => pair.Name, pair => pair.Shard)
        .Where(shards => (shards.Count(shard => shard is { Joins: false, IsOfParts: false }), shards.Count(shard => shard.Joins),
            shards.Any(shard => shard.IsOfParts)) is not ((1 or > 1, 0, false) or (0, 1, true)))
        .Select(shards => shards.Key);

    private static IEnumerable<string> Twice(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Skip(1).Any()).Select(group => group.Key);
}
