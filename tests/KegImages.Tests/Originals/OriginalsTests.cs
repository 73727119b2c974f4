using System.Text.RegularExpressions;
using KegImages.Overviews;
using KegImages.Configuration;
using KegImages.Environments;
using KegImages.Loading;
using KegImages.References;

namespace KegImages.Tests.Originals;

/// <summary>The original repositories as they are, under the keg.yml of docs/family.md.</summary>
public sealed partial class OriginalsTests(ITestOutputHelper output) : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("keg originals ").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [OriginalsFact]
    public async Task They_load_without_being_edited()
    {
        var model = await LoadAsync();

        model.Family.Images.Select(image => image.Name.ToString())
            .ShouldBe(["keg-base", "keg-core", "tap", "keg-components", "retheme", "evf", "keg-herkin", "rc", "snack"], ignoreOrder: true);
        Parents(model, "tap").ShouldBe(["keg-base"]);
        Parents(model, "evf").ShouldBe(["tap"]);
        Parents(model, "keg-herkin").ShouldBe(["tap"]);
        Parents(model, "rc").ShouldBe(["keg-base"]);
        output.WriteLine($"{model.Family.Images.Length} images, {model.Family.Images.Sum(image => image.Parents.Length)} edges");
    }

    [OriginalsFact]
    public async Task Every_variable_of_every_image_has_a_value_in_every_environment()
    {
        var model = await LoadAsync();
        var variables = 0;
        foreach (var image in model.Family.Images)
        {
            foreach (var environment in new[] { "local", "staging", "ci" })
            {
                var read = await TapEnvironmentReader.ReadAsync(model, image, environment, new Dictionary<string, string>(),
                    CancellationToken.None);
                read.Find("IMAGE").ShouldBe(image.Name.ToString());
                read.Variables.ShouldAllBe(variable => !variable.Value.Contains("{{"));
                variables += read.Variables.Length;
            }
        }

        var evf = await TapEnvironmentReader.ReadAsync(model, model.Family.Find("evf")!, null, new Dictionary<string, string>(),
            CancellationToken.None);
        evf.Find("KEG_DOCKER_FILE").ShouldBe(Path.Combine(OriginalsFactAttribute.Folder!, "tap-events-force") + "/container/Dockerfile");
        output.WriteLine($"{variables} variables");
    }

    [OriginalsFact]
    public async Task Every_values_and_env_file_of_theirs_is_read_without_a_problem()
    {
        var files = Directory.EnumerateFiles(OriginalsFactAttribute.Folder!, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal)
            && (Values().IsMatch(Path.GetFileName(file)) || file.EndsWith(".env", StringComparison.Ordinal)))
            .ToList();
        var entries = 0;
        foreach (var file in files)
        {
            var layer = EnvironmentLayer.Read(await File.ReadAllTextAsync(file), file, file.EndsWith(".env", StringComparison.Ordinal)
                ? EnvironmentFileKind.DotEnv : EnvironmentFileKind.Values, new Dictionary<string, string>());
            layer.Problems.ShouldBeEmpty(file);
            entries += layer.Entries.Length;
        }

        files.Count.ShouldBeGreaterThan(10);
        output.WriteLine($"{files.Count} files, {entries} entries");
    }

    [OriginalsFact]
    public async Task The_proxy_s_overlay_wins_over_its_values()
    {
        // The proxy has no Dockerfile: it is laid beside one.
        var folder = Directory.CreateDirectory(Path.Combine(root, "proxy")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(OriginalsFactAttribute.Folder!, "keg-cli/containers/proxy"), "values*"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(folder, "Dockerfile"), "FROM traefik:2\n");
        await File.WriteAllTextAsync(Path.Combine(root, KegSettings.FileName),
            "provider: ghcr.io/simpleviewinc\ngroups: { hub: { folders: [proxy] } }\ntemplates: { cli.paths.containers: /containers, "
                + "cli.paths.cli: /cli }\n");
        var model = await FamilyLoader.LoadAsync(root, CancellationToken.None);

        var read = await TapEnvironmentReader.ReadAsync(model, model.Family.Images[0], "staging", new Dictionary<string, string>(),
            CancellationToken.None);

        read.Find("KEG_PROXY_HOST").ShouldBe("staging.keghub.io");
        read.Files.ShouldBe(["proxy/values.yml", "proxy/values-staging.yml"]);
    }

    [OriginalsFact]
    public async Task What_lint_says_of_them_is_shown()
    {
        var model = await LoadAsync();

        var report = await LintCommand.LintAsync(model, model.Family.Images, CancellationToken.None);

        report.Images.ShouldBe(model.Family.Images.Length);
        foreach (var line in report.ToLines())
            output.WriteLine(line);
    }

    private static string[] Parents(FamilyModel model, string name) =>
        [.. model.Family.Find(name)!.Parents.Select(parent => parent.Member).OfType<ImageName>().Distinct()
            .Select(parent => parent.ToString())];

    // What the page says, with the checkouts where they are: not beside this folder.
    private async Task<FamilyModel> LoadAsync()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(ThisClone.Root, "docs/family.md"));
        var text = Example().Match(page[page.IndexOf("## The original repositories", StringComparison.Ordinal)..]).Groups["text"].Value;
        text.ShouldContain("../keg-cli");
        await File.WriteAllTextAsync(Path.Combine(root, KegSettings.FileName),
            text.Replace("../", OriginalsFactAttribute.Folder!.Replace('\\', '/') + "/", StringComparison.Ordinal));
        return await FamilyLoader.LoadAsync(root, CancellationToken.None);
    }

    [GeneratedRegex(@"```yaml\r?\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^values([-_].*)?\.yml$")]
    private static partial Regex Values();
}
