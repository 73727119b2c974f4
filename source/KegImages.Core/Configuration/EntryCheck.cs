namespace KegImages.Configuration;

/// <summary>What is wrong with the entries of <c>images:</c> themselves: those that are about no image, and those whose group is unknown.
/// Pure.</summary>
internal sealed class EntryCheck(KegSettings settings, ImageEntries entries, List<Problem> problems)
{
    /// <summary>Reports them.</summary>
    /// <param name="names">What the family's images are called.</param>
    /// <param name="areAllKnown">Whether every image has a name; otherwise an entry may be about one that has none yet.</param>
    public void Check(IReadOnlyCollection<string> names, bool areAllKnown)
    {
        foreach (var group in settings.Groups.Where(group => group.Folders.IsEmpty))
        {
            if (settings.Images.All(entry => entry.Group?.Value != group.Group.Name))
                problems.Add(new Problem($"groups.{group.Group.Name}: there is nothing in it", group.Location,
                    $"say where its images are: folders: [{group.Group.Name}], or group: {group.Group.Name} beside one of images:"));
        }

        foreach (var entry in settings.Images)
        {
            var what = $"images.{entry.Name.Value}";
            if (entry.Group is { } group && entries.GroupOf(entry) is null)
                problems.Add(new Problem(
                    $"{what}.group: no group '{group.Value}'{Suggestion.DidYouMean(group.Value, Groups)}: {string.Join(", ", Groups)}",
                    group.Location));
            else if (entries.IsDeclared(entry))
                CheckDeclared(entry, what);
            else if (!entries.IsFound(entry))
                CheckUnknown(entry, what, names, areAllKnown);
        }
    }

    private IEnumerable<string> Groups => settings.Groups.Select(group => group.Group.Name);

    private void CheckDeclared(ImageSettings entry, string what)
    {
        if (entry.Each.Any(each => entries.FolderOf(each) is not null))
            return;
        problems.Add(entry.Folder is { } folder
            ? new Problem($"{what}.folder: there is no folder '{folder.Value}'", folder.Location)
            : new Problem($"{what}.dockerfile: there is no file '{entry.Dockerfile!.Value}'", entry.Dockerfile.Location));
    }

    private void CheckUnknown(ImageSettings entry, string what, IReadOnlyCollection<string> names, bool areAllKnown)
    {
        var say = $"say the image's group beside it ({string.Join(", ", Groups.Select(group => $"group: {group}"))}), or add the ";
        if (entry.Folder is { } folder)
            problems.Add(new Problem($"{what}.folder: '{folder.Value}' is no image folder of any group", folder.Location,
                $"{say}folder to groups.<name>.folders"));
        else if (areAllKnown && entry.Dockerfile is { } dockerfile && Suggestion.Nearest(entry.Name.Value.ToString(), names) is null)
            problems.Add(new Problem($"{what}.dockerfile: no group finds '{dockerfile.Value}'", dockerfile.Location,
                $"{say}file to groups.<name>.folders"));
        else if (areAllKnown && entry.Group is { } group)
            problems.Add(new Problem(
                $"{what}: the group '{group.Value}' is said to have it, and nothing says what it is made from", entry.Name.Location,
                $"say it beside the group: dockerfile: {entry.Name.Value}/Dockerfile, or folder: {entry.Name.Value}"));
        else if (areAllKnown)
            problems.Add(new Problem($"{what}: no image '{entry.Name.Value}' in this "
                + $"family{Suggestion.DidYouMean(entry.Name.Value.ToString(), names)}", entry.Name.Location));
    }
}
