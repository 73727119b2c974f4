namespace KegImages.Testing;

/// <summary>Compares what a test expects with what is so: what is wrong, each as a sentence; nothing where it is as expected.
/// Pure.</summary>
internal static class TestChecks
{
    public static IEnumerable<string> Of(CommandTest test, CommandFacts found)
    {
        var printed = found.Error.Length > 0 ? found.Error : found.Output;
        IEnumerable<string> ended = found.ExitCode == test.ExitCode ? []
            : [$"ended with {found.ExitCode} instead of {test.ExitCode}; it printed: {Expectation.Shown(printed)}"];
        return [.. ended, .. test.Output.Failures("standard output", found.Output), .. test.Error.Failures("standard error", found.Error)];
    }

    /// <param name="test">What is expected.</param>
    /// <param name="found">The file; null where there is none.</param>
    public static IEnumerable<string> Of(FileExistenceTest test, FileFacts? found)
    {
        if (found is null)
        {
            if (test.ShouldExist)
                yield return $"{test.Path} is not there";
            yield break;
        }

        if (!test.ShouldExist)
        {
            yield return $"{test.Path} is there ({found.Mode})";
            yield break;
        }

        if (test.Permissions is { } permissions && found.Mode.ToString() != permissions)
            yield return $"{test.Path} is {found.Mode} instead of {permissions}";
        if (test.IsExecutableBy is { } who && !found.Mode.IsExecutableBy(Bits(who)))
            yield return $"{test.Path} is {found.Mode}: it cannot be executed by {who}";
        if (test.Uid is { } uid && found.Uid != uid)
            yield return $"{test.Path} belongs to user {found.Uid} instead of {uid}";
        if (test.Gid is { } gid && found.Gid != gid)
            yield return $"{test.Path} belongs to group {found.Gid} instead of {gid}";
    }

    /// <param name="test">What is expected.</param>
    /// <param name="found">The file's text; null where there is no such file.</param>
    public static IEnumerable<string> Of(FileContentTest test, string? found) =>
        found is null ? [$"{test.Path} is not a file of the image"] : test.Contents.Failures(test.Path, found);

    public static IEnumerable<string> Of(MetadataTest test, ImageFacts found) =>
    [
        .. Pairs("variable", test.Variables, found.Variables),
        .. test.Unbound.Where(found.Variables.ContainsKey).Select(name => $"variable {name} is set to '{found.Variables[name]}'"),
        .. Pairs("label", test.Labels, found.Labels),
        .. test.Exposed.Where(port => !Exposes(found, port)).Select(port => $"port {port} is not exposed: {Listed(found.Ports)}"),
        .. test.Unexposed.Where(port => Exposes(found, port)).Select(port => $"port {port} is exposed"),
        .. test.Volumes.Except(found.Volumes).Select(volume => $"{volume} is no volume: {Listed(found.Volumes)}"),
        .. test.Unmounted.Intersect(found.Volumes).Select(volume => $"{volume} is a volume"),
        .. Words("the entry point", test.EntryPoint, found.EntryPoint),
        .. Words("the command", test.Command, found.Command),
        .. Text("the folder", test.WorkingFolder, found.WorkingFolder),
        .. Text("the user", test.User, found.User),
    ];

    /// <param name="test">What is expected.</param>
    /// <param name="status">The status that was answered.</param>
    /// <param name="body">What was answered.</param>
    public static IEnumerable<string> Of(HttpTest test, int status, string body) =>
    [
        .. status == test.Status ? Array.Empty<string>() : [$"answers {status} instead of {test.Status}: {Expectation.Shown(body)}"],
        .. test.Body.Failures("the answer", body),
    ];

    private static IEnumerable<string> Pairs(string what, ImmutableArray<TestVariable> expected,
        ImmutableSortedDictionary<string, string> found)
    {
        foreach (var pair in expected)
        {
            if (!found.TryGetValue(pair.Key, out var value))
                yield return $"{what} {pair.Key} is not set";
            else if (!pair.Accepts(value))
                yield return $"{what} {pair.Key} is '{value}', which {(pair.Pattern is null ? "is not" : "does not match")} '{pair.Value}'";
        }
    }

    // A port alone is one of TCP, as EXPOSE has it; the tests that people know compare numbers only.
    private static bool Exposes(ImageFacts found, string port) =>
        found.Ports.Any(exposed => exposed == port || (!port.Contains('/', StringComparison.Ordinal) && exposed.Split('/')[0] == port));

    private static IEnumerable<string> Words(string what, ImmutableArray<string>? expected, ImmutableArray<string> found) =>
        expected is { } words && !words.SequenceEqual(found) ? [$"{what} is {Json(found)} instead of {Json(words)}"] : [];

    private static IEnumerable<string> Text(string what, string? expected, string found) =>
        expected is not null && expected != found ? [$"{what} is '{found}' instead of '{expected}'"] : [];

    private static string Json(ImmutableArray<string> words) => $"[{string.Join(", ", words.Select(word => $"\"{word}\""))}]";

    private static string Listed(ImmutableArray<string> found) => found.IsEmpty ? "it has none" : $"it has {string.Join(", ", found)}";

    private static UnixFileMode Bits(string who) => who switch
    {
        "owner" => UnixFileMode.UserExecute,
        "group" => UnixFileMode.GroupExecute,
        "other" => UnixFileMode.OtherExecute,
        _ => UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute,
    };
}
