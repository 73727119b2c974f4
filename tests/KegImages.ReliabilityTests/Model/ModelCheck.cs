using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Model;

/// <summary>Compares a registry with what the model says of it.</summary>
internal sealed class ModelCheck(ReliableFamily family)
{
    private readonly Contents contents = new(family.Registry);

    /// <summary>Everything that differs.</summary>
    public async Task<IReadOnlyList<(FindingKind Kind, string Text)>> ProblemsAsync(IReadOnlyDictionary<string, PublishedSet> tags)
    {
        var view = await family.Registry.LookAsync();
        var found = new List<(FindingKind, string)>();
        foreach (var (tag, set) in tags)
        {
            await AddAsync(found, view, tag, set);
            if (tag == "develop")
                await AddAsync(found, view, "master", set);
        }

        var known = tags.Keys.Append("master").ToHashSet();
        found.AddRange(ReliableFamily.Names.SelectMany(image => view.Of(image).Select(tag => (Image: image, tag.Tag)))
            .Where(tag => !tag.Tag.StartsWith("fp-", StringComparison.Ordinal) && !known.Contains(tag.Tag))
            .Select(tag => (FindingKind.Wrong, $"{tag.Image}:{tag.Tag} is there, and nobody published it")));
        return found;
    }

    /// <summary>The images of a tag that have neither the old nor the new content.</summary>
    public async Task<IReadOnlyList<string>> NeitherAsync(string tag, PublishedSet before, PublishedSet after)
    {
        var view = await family.Registry.LookAsync();
        var wrong = new List<string>();
        foreach (var image in ReliableFamily.Names)
        {
            if (view[$"{image}:{tag}"] is not { } digest)
            {
                if (before.Images.ContainsKey(image))
                    wrong.Add($"{image}:{tag} is gone");
                continue;
            }

            var files = await contents.OfAsync(image, digest);
            if (!before.Has(image, files) && !after.Has(image, files))
                wrong.Add($"{image}:{tag} holds {Text(files)}, which is neither what it held nor what it becomes");
        }

        return wrong;
    }

    private async Task AddAsync(List<(FindingKind, string)> found, RegistryView view, string tag, PublishedSet set)
    {
        var record = await RecordedFamily.ReadAsync(family.Registry, view, tag);
        if (record is null)
            found.Add((FindingKind.Lost, $"there is no record of {tag}"));
        foreach (var (image, expected) in set.Images)
        {
            if (view[$"{image}:{tag}"] is not { } digest)
            {
                found.Add((FindingKind.Lost, $"{image}:{tag} is gone"));
                continue;
            }

            var files = await contents.OfAsync(image, digest);
            if (!set.Has(image, files))
                found.Add((FindingKind.Wrong, $"{image}:{tag} holds {Text(files)}, expected {Text(expected)}"));
            if (record is not null && record.Images.FirstOrDefault(recorded => recorded.Name == image)?.Digest is var said
                && said != digest)
                found.Add((FindingKind.Wrong,
                    $"{image}:{tag} names {RegistryView.Short(digest)}, and its record {RegistryView.Short(said)}"));
        }

        found.AddRange((record?.Images ?? []).Where(image => !set.Images.ContainsKey(image.Name))
            .Select(image => (FindingKind.Wrong, $"the record of {tag} names {image.Name}, which was not published")));
        if (record is not null && set.Commit.Length > 0 && record.Commit != set.Commit)
            found.Add((FindingKind.Wrong, $"the record of {tag} says the commit {record.Commit}, expected {set.Commit}"));
        found.AddRange((await family.Consistency.ProblemsAsync(view, tag)).Select(problem => (FindingKind.Wrong, problem)));
    }

    private static string Text(IReadOnlyDictionary<string, string> files) =>
        string.Join(", ", files.Select(file => $"{file.Key}: '{file.Value}'"));
}
