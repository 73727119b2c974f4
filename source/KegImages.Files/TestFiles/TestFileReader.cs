using KegImages.Configuration;
using KegImages.Environments;
using KegImages.Testing;

namespace KegImages.TestFiles;

/// <summary>Reads the test files of images, each once, with what they name.</summary>
public static class TestFileReader
{
    // What a compose file mounts is hashed: more than that is no fixture of a test.
    private const int MostFiles = 1000;

    /// <summary>The tests of images; those that have none are not among them.</summary>
    /// <exception cref="WrongUseException">All that is wrong with all of the files.</exception>
    /// <exception cref="FailedException">A file cannot be read.</exception>
    public static async Task<ImmutableDictionary<ImageName, ImageTests>> ReadAsync(FamilyModel model, IEnumerable<Image> images,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var read = new Dictionary<string, LoadedTests?>(StringComparer.Ordinal);
        var tests = ImmutableDictionary.CreateBuilder<ImageName, ImageTests>();
        foreach (var image in images.Where(image => !image.Tests.IsEmpty))
        {
            foreach (var file in image.Tests.Where(file => !read.ContainsKey(file.Path)))
                read[file.Path] = await new Reading(model, problems).FileAsync(file, image, cancellationToken);
            tests[image.Name] = new ImageTests(image, [.. image.Tests.Select(file => read[file.Path]).OfType<LoadedTests>()]);
        }

        WrongUseException.ThrowIfAny([.. problems.Distinct()]);
        return tests.ToImmutable();
    }

    private sealed class Reading(FamilyModel model, List<Problem> problems)
    {
        private readonly List<(string Path, Digest Content)> needs = [];

        public async Task<LoadedTests?> FileAsync(TestFilePath file, Image image, CancellationToken cancellationToken)
        {
            if (!File.Exists(file.Path))
            {
                problems.Add(new Problem($"images.{image.Name.Repository}.tests: there is no file '{model.Shown(file.Path)}'",
                    file.SaidAt));
                return null;
            }

            var folder = Path.GetDirectoryName(file.Path)!;
            var (suite, wrong) = TestReader.Read(await TextAsync(file.Path, cancellationToken), model.Shown(file.Path));
            problems.AddRange(wrong);
            if (suite is null)
                return null;
            var (compose, variables) = (await ComposeAsync(suite, folder, cancellationToken), await VariablesAsync(suite, folder,
                cancellationToken));
            return new LoadedTests { Suite = suite, Folder = folder, Needs = [.. needs], EnvFile = variables, Compose = compose };
        }

        private async Task<ComposeTestFile?> ComposeAsync(TestSuite suite, string folder, CancellationToken cancellationToken)
        {
            if (suite.Compose is not { } compose)
                return null;
            var path = Path.GetFullPath(Path.Combine(folder, compose.File));
            if (!File.Exists(path))
            {
                problems.Add(new Problem($"compose.file: there is no file '{model.Shown(path)}'", compose.At));
                return null;
            }

            var (file, wrong) = ComposeTestFile.Read(await TextAsync(path, cancellationToken), model.Shown(path),
                model.Family.Images.Select(image => image.Name));
            problems.AddRange(wrong);
            foreach (var named in file?.Files ?? [])
                await NeedAsync(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, named)), compose.At, cancellationToken);
            return file;
        }

        private async Task NeedAsync(string path, SourceLocation at, CancellationToken cancellationToken)
        {
            if (Directory.Exists(path))
            {
                var inside = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Take(MostFiles + 1)
                    .Order(StringComparer.Ordinal).ToList();
                if (inside.Count > MostFiles)
                    problems.Add(new Problem($"compose: '{model.Shown(path)}' holds more than {MostFiles} files, and what a test mounts is "
                        + "read to know whether it has changed", at, "mount a smaller folder"));
                foreach (var file in inside.Take(MostFiles))
                    await TextAsync(file, cancellationToken);
            }
            else if (File.Exists(path))
            {
                await TextAsync(path, cancellationToken);
            }
            else
            {
                problems.Add(new Problem($"compose: there is no file or folder '{model.Shown(path)}'", at));
            }
        }

        private async Task<ImmutableArray<TestVariable>> VariablesAsync(TestSuite suite, string folder, CancellationToken cancellationToken)
        {
            if (suite.Options.EnvFile is not { } named)
                return [];
            var path = Path.GetFullPath(Path.Combine(folder, named));
            if (!File.Exists(path))
            {
                problems.Add(new Problem($"containerRunOptions.envFile: there is no file '{model.Shown(path)}'", suite.Options.EnvFileAt));
                return [];
            }

            var (entries, wrong) = DotEnv.Read(await TextAsync(path, cancellationToken), model.Shown(path), _ => null);
            problems.AddRange(wrong);
            return [.. entries.Where(entry => entry.Value is not null).Select(entry => new TestVariable(entry.Name, entry.Value!))];
        }

        private async Task<string> TextAsync(string path, CancellationToken cancellationToken)
        {
            var bytes = await WrittenFile.BytesAsync(path, cancellationToken);
            needs.Add((model.Shown(path), Digest.Of(bytes)));
            return Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        }
    }
}
