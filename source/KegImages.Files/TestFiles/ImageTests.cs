using KegImages.Testing;

namespace KegImages.TestFiles;

/// <summary>How an image is tested: all that its test files say, with what they need beside them.</summary>
/// <param name="Image">The image.</param>
/// <param name="Files">The files, in the order in which they are named.</param>
public sealed record ImageTests(Image Image, ImmutableArray<LoadedTests> Files)
{
    /// <summary>How many tests these are.</summary>
    public int Count => Files.Sum(file => file.Suite.Count);

    /// <summary>Other images of the family that are started with it.</summary>
    public IEnumerable<ImageName> Others =>
        Files.SelectMany(file => file.Compose?.Images ?? []).Distinct().Where(name => name != Image.Name);

    /// <summary>What a result of them is the result of.</summary>
    /// <param name="image">The image's digest in a registry, or its id in an engine.</param>
    /// <param name="others">The same of the others that are started with it.</param>
    public TestKey KeyOf(Digest image, IReadOnlyDictionary<ImageName, Digest> others) =>
        TestKey.Of(image, Files.SelectMany(file => file.Needs).Distinct(), Others.Select(name => (name, others[name])));
}

/// <summary>A test file, read, with what it needs.</summary>
public sealed record LoadedTests
{
    /// <summary>What it says.</summary>
    public required TestSuite Suite { get; init; }

    /// <summary>The folder that it lies in.</summary>
    public required string Folder { get; init; }

    /// <summary>The file itself and those that it names, each with the digest of its content.</summary>
    public required ImmutableArray<(string Path, Digest Content)> Needs { get; init; }

    /// <summary>The variables of its file of variables.</summary>
    public ImmutableArray<TestVariable> EnvFile { get; init; } = [];

    /// <summary>What its compose file uses; null where it names none.</summary>
    internal ComposeTestFile? Compose { get; init; }
}
