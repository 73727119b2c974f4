using KegImages.Consoles;
using KegImages.Loading;
using KegImages.Processes;

namespace KegImages.Words;

/// <summary>
/// What could stand behind an option whose values a family and its repository know: images, taps, groups, tags and branches. All else of a
/// line is completed from the program's own words.
/// </summary>
public static class FamilyCompletion
{
    private const int MostValues = 200;

    private static readonly string[] Options = ["--tap", "--image", "--group", "--tag", "--to", "--from", "--package", "--branch",
        "--release"];

    /// <summary>Answers <c>:complete "Push --tap e"</c> where the line ends in a value of one of these options.</summary>
    /// <returns>The exit code; null where it is not about one of them.</returns>
    public static int? Answer(string[] arguments)
    {
        if (arguments is not [":complete", .. var rest] || string.Join(' ', rest).Split(' ') is not [.. var before, var current]
            || current.StartsWith('-') || before.LastOrDefault(word => word.StartsWith('-')) is not { } option || !Options.Contains(option))
            return null;
        // One value was given already, and only lists take more.
        if (before[^1] != option && option is not ("--tap" or "--image" or "--group"))
            return null;
        foreach (var value in ThisProcess.Wait(() => ValuesAsync(option, before, current))
            .Where(value => value.StartsWith(current, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal).Take(MostValues))
            Terminal.StandardOutput.WriteLine(value);
        return 0;
    }

    private static async Task<IEnumerable<string>> ValuesAsync(string option, string[] before, string current)
    {
        var at = Array.IndexOf(before, "--root");
        var folder = Path.GetFullPath(at >= 0 && at + 1 < before.Length ? before[at + 1] : ".");
        try
        {
            var model = await FamilyLoader.LoadAsync(RootOf(folder), CancellationToken.None);
            return await ValuesAsync(model, option, current);
        }
        catch (Exception exception) when (exception is WrongUseException or FailedException or IOException or UnauthorizedAccessException)
        {
            // Nothing is said between two words of somebody who is typing; the command itself will say it.
            return [];
        }
    }

    private static async Task<IEnumerable<string>> ValuesAsync(FamilyModel model, string option, string current)
    {
        var last = model.Settings.Groups[^1].Group.Name;
        var taps = model.Family.Images.Where(image => image.Group.Name == last).ToList();
        var settings = Opening.FamilyTags.SettingsOf(model);
        switch (option)
        {
            case "--tap":
                return taps.SelectMany(image => new[] { image.Alias, image.Name.ToString() });
            case "--image":
                return model.Family.Images.SelectMany(image => new[] { image.Alias, image.Name.ToString() });
            case "--group":
                return model.Settings.Groups.Select(group => group.Group.Name);
            case "--branch":
                return await RefsAsync(model.Root, "refs/heads", "refs/remotes/origin");
            case "--release":
                return await RefsAsync(model.Root, "refs/tags");
            case "--from" or "--package" when !current.Contains(':', StringComparison.Ordinal):
                return taps.Select(image => $"{image.Alias}:{settings.DefaultTag}");
            default:
                var tags = (await RefsAsync(model.Root, "refs/heads", "refs/remotes/origin"))
                    .Select(branch => BranchName.TryParse(branch, out var name) ? TagSet.For(name, settings).Primary.ToString() : null)
                    .OfType<string>().Concat(settings.DefaultTags.Select(tag => tag.ToString()));
                return option is "--from" or "--package"
                    ? taps.SelectMany(image => tags, (image, tag) => $"{image.Alias}:{tag}") : tags;
        }
    }

    private static async Task<IEnumerable<string>> RefsAsync(string root, params string[] below)
    {
        string[] words = ["for-each-ref", "--count=500", "--format=%(refname:lstrip=2)", .. below];
        var said = await new ProcessRunner().RunAsync(new Command("git", words) { WorkingDirectory = root }, null, null,
            CancellationToken.None);
        return said.ExitCode != 0 ? [] : said.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name.StartsWith("origin/", StringComparison.Ordinal) ? name["origin/".Length..] : name)
            .Where(name => name != "HEAD");
    }

    private static string RootOf(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, KegSettings.FileName)))
                return at;
        }

        return folder;
    }
}
