namespace Nuke.Common;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Nearest
{
    /// <summary><c> (did you mean 'x'?)</c> with a leading space, or the empty text when no name is near.</summary>
    public static string DidYouMean(string typed, IEnumerable<string> names)
    {
        var limit = Math.Max(1, typed.Length / 3);
        var nearest = names
            .Select(name => (name, distance: Distance(typed.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(pair => pair.distance <= limit)
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.name, StringComparer.Ordinal)
            .Select(pair => pair.name)
            .FirstOrDefault();
        return nearest is null ? "" : $" (did you mean '{nearest}'?)";
    }

    // Two swapped neighbours count as one slip, as they do under a typist's fingers.
    private static int Distance(string a, string b)
    {
        int[] previous = [], last = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], previous[j - 2] + 1);
            }

            (previous, last) = (last, row);
        }

        return last[b.Length];
    }
}
