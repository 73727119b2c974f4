using CsCheck;
using KegImages.Configuration;

namespace KegImages.ReliabilityTests.Generators;

public sealed class VariantMatrixPropertyTests
{
    private static readonly string[] Names = ["a", "b", "c", "x"];

    // Written from the sentences of GitHub's documentation and not from the code.
    [Fact]
    public void Any_matrix_gives_the_jobs_that_GitHub_s_rules_give()
    {
        var value = Gen.Int[0, 2].Select(i => $"{i}");
        var entry = Gen.Select(Gen.Int[0, 3].Select(i => Names[i]), value).Array[1, 3]
            .Select(pairs => pairs.DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Item2));
        var axis = value.Array[1, 3].Select(values => values.Distinct().ToArray());
        Gen.Select(axis, axis, axis, Gen.Int[0, 3], entry.Array[0, 4], entry.Array[0, 4]).Sample((a, b, c, count, exclude, include) =>
        {
            var axes = new (string Name, string[] Values)[] { ("a", a), ("b", b), ("c", c) }[..count];
            var excluded = exclude.Where(pairs => pairs.Keys.All(key => axes.Any(axis => axis.Name == key))).ToArray();

            var ours = VariantMatrix.Of([.. axes.Select(axis => new Axis(axis.Name, axis.Values))], [.. excluded.Select(Of)],
                [.. include.Select(Of)])!.Value;

            Texts(ours.Select(combination => combination.Entries)).ShouldBe(Texts(Documented(axes, excluded, include)));
        });
    }

    private static List<Dictionary<string, string>> Documented((string Name, string[] Values)[] axes, Dictionary<string, string>[] exclude,
        Dictionary<string, string>[] include)
    {
        var jobs = Product(axes).Where(job => !exclude.Any(pairs => pairs.All(pair => job[pair.Key] == pair.Value)))
            .Select(job => (Original: job, Job: new Dictionary<string, string>(job))).ToList();
        var added = new List<Dictionary<string, string>>();
        foreach (var entry in include)
        {
            var isAdded = false;
            foreach (var (original, job) in jobs)
            {
                if (entry.Any(pair => original.TryGetValue(pair.Key, out var value) && value != pair.Value))
                    continue;
                isAdded = true;
                foreach (var (key, value) in entry)
                    job[key] = value;
            }

            if (!isAdded)
                added.Add(entry);
        }

        return [.. jobs.Select(job => job.Job), .. added];
    }

    // Counted like an odometer; of no axes there is no job.
    private static IEnumerable<Dictionary<string, string>> Product((string Name, string[] Values)[] axes)
    {
        var count = axes.Length == 0 ? 0 : axes.Aggregate(1, (product, axis) => product * axis.Values.Length);
        for (var number = 0; number < count; number++)
        {
            var (job, rest) = (new Dictionary<string, string>(), number);
            foreach (var (name, values) in axes.Reverse())
            {
                job[name] = values[rest % values.Length];
                rest /= values.Length;
            }

            yield return job;
        }
    }

    private static Combination Of(Dictionary<string, string> pairs) =>
        pairs.Aggregate(Combination.Empty, (all, pair) => all.With(pair.Key, pair.Value));

    private static IEnumerable<string> Texts(IEnumerable<IEnumerable<KeyValuePair<string, string>>> jobs) =>
        jobs.Select(job =>
            string.Join(' ', job.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}")));
}
