using YamlDotNet.RepresentationModel;

namespace KegImages.Scaffolding;

/// <summary>Changes the text of <c>keg.yml</c> and leaves everything else in it, comments and line endings included, as it is.
/// Pure.</summary>
internal static class KegEdit
{
    /// <summary>The text with one folder more in a group; throws <see cref="WrongUseException"/> when its form is one that cannot be added
    /// to.</summary>
    public static string AddFolder(string text, string group, string folder)
    {
        var source = new YamlSource(KegSettings.FileName);
        if (source.Read(text).At("groups").At(group).At("folders") is not YamlSequenceNode { Children: [.., var last] } folders)
            throw Cannot(group, folder);
        var edited = folders.Style == YamlDotNet.Core.Events.SequenceStyle.Flow ? InFlow(text, last, folder) : InBlock(text, last, folder);
        // The file as it is now decides, not what is believed of its form.
        return Holds(text, edited, group, old => old.Append(folder)) ? edited : throw Cannot(group, folder);
    }

    /// <summary>The text without a folder of a group; throws <see cref="WrongUseException"/> when its form is one that cannot be taken
    /// from.</summary>
    public static string RemoveFolder(string text, string group, string folder)
    {
        var source = new YamlSource(KegSettings.FileName);
        var cannot = new WrongUseException(
            $"groups.{group}.folders of {KegSettings.FileName} is written in a form that cannot be taken from",
                new SourceLocation(KegSettings.FileName), $"take it out by hand: {Quoted(folder)}");
        if (source.Read(text).At("groups").At(group).At("folders") is not YamlSequenceNode { Children: [_, _, ..] } folders)
            throw cannot;
        var at = folders.Children.ToList().FindIndex(node => node is YamlScalarNode { Value: { } value } && value == folder);
        if (at < 0)
            throw cannot;
        var edited = folders.Style == YamlDotNet.Core.Events.SequenceStyle.Flow ? OutOfFlow(text, folders.Children, at)
            : OutOfBlock(text, folders.Children[at]);
        return Holds(text, edited, group, old => old.Where((_, index) => index != at)) ? edited : throw cannot;
    }

    // With its comma: the one behind the first, the one before any other.
    private static string OutOfFlow(string text, IList<YamlNode> items, int at)
    {
        if (at == 0)
            return text.Remove((int)items[0].Start.Index, (int)(items[1].Start.Index - items[0].Start.Index));
        var comma = text.IndexOf(',', (int)items[at - 1].End.Index);
        var (start, end) = ((int)items[at].Start.Index, (int)items[at].End.Index);
        var line = text.LastIndexOf('\n', start - 1);
        // What stands between, a comment on the line above, stays.
        return line < comma ? text[..comma] + text[end..]
            : text[..comma] + text[(comma + 1)..(text[line - 1] == '\r' ? line - 1 : line)] + text[end..];
    }

    private static string OutOfBlock(string text, YamlNode item)
    {
        var begin = text.LastIndexOf('\n', (int)item.Start.Index - 1) + 1;
        var end = text.IndexOf('\n', (int)item.End.Index);
        return end >= 0 ? text.Remove(begin, end + 1 - begin) : text[..begin].TrimEnd('\r', '\n');
    }

    private static string InFlow(string text, YamlNode last, string folder) => text.Insert((int)last.End.Index, $", {Quoted(folder)}");

    private static string InBlock(string text, YamlNode last, string folder)
    {
        var begin = text.LastIndexOf('\n', (int)last.Start.Index - 1) + 1;
        var dash = text.IndexOf('-', begin);
        var end = text.IndexOf('\n', (int)last.End.Index);
        var newLine = begin > 1 && text[begin - 2] == '\r' ? "\r\n" : "\n";
        var item = $"{text[begin..dash]}- {Quoted(folder)}";
        return end < 0 ? text + newLine + item : text.Insert(end + 1, item + newLine);
    }

    private static bool Holds(string before, string after, string group, Func<IEnumerable<string>, IEnumerable<string>> expected)
    {
        var ((old, _), (changed, problems)) = (KegReader.Read(before, KegSettings.FileName), KegReader.Read(after, KegSettings.FileName));
        return problems.Count == 0 && old is not null && changed is not null
            && old.Groups.Zip(changed.Groups)
            .All(pair => Folders(pair.Second)
            .SequenceEqual(pair.First.Group.Name == group ? expected(Folders(pair.First)) : Folders(pair.First)));
    }

    private static IEnumerable<string> Folders(GroupSettings group) => group.Folders.Select(folder => folder.Value);

    private static string Quoted(string folder) => IsPlain(folder) ? folder : $"'{folder.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool IsPlain(string folder)
    {
        while (folder.StartsWith("./", StringComparison.Ordinal) || folder.StartsWith("../", StringComparison.Ordinal))
            folder = folder[(folder.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return folder.Length > 0 && Spelling.IsMadeOf(folder, "_./-") && folder[0] is not ('.' or '/' or '-');
    }

    private static WrongUseException Cannot(string group, string folder) =>
        new($"groups.{group}.folders of {KegSettings.FileName} is written in a form that cannot be added to",
            new SourceLocation(KegSettings.FileName), $"add it by hand: - {Quoted(folder)}");
}
