namespace KegImages.Workflows;

/// <summary>What has to change to make one text of another, a line at a time: <c>-</c> goes, <c>+</c> comes.</summary>
internal static class LineDiff
{
    /// <summary>The lines that differ, each with its number in the text that it stands in; empty when the texts are the same.</summary>
    public static ImmutableArray<string> Of(string before, string after)
    {
        var (old, @new) = (before.Split('\n'), after.Split('\n'));
        var common = new int[old.Length + 1, @new.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = @new.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == @new[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var lines = ImmutableArray.CreateBuilder<string>();
        for (int i = 0, j = 0; i < old.Length || j < @new.Length;)
        {
            if (i < old.Length && j < @new.Length && old[i] == @new[j])
                (i, j) = (i + 1, j + 1);
            else if (i < old.Length && (j == @new.Length || common[i + 1, j] >= common[i, j + 1]))
                lines.Add($"{i + 1,4} - {old[i++]}");
            else
                lines.Add($"{j + 1,4} + {@new[j++]}");
        }

        return lines.ToImmutable();
    }
}
