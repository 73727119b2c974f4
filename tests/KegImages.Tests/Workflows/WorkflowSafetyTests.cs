using System.Text.RegularExpressions;

namespace KegImages.Tests.Workflows;

public sealed class WorkflowSafetyTests
{
    public static TheoryData<string> All => [Families.Own, Families.One, Families.Large];

    /// <summary>What is spoilt in the own pull-request workflow (a pattern and what to put there), and what is said of it.</summary>
    public static TheoryData<string, string, string> Bad => new()
    {
        { @"(?m)^  pull_request:", "  pull_request_target:", "pull_request_target hands secrets to code that others wrote" },
        { @"(?m)^permissions: \{\}", "permissions: write-all", "the token has more rights than it needs" },
        { @"(?m)^permissions: \{\}\n", "", "the token has more rights than it needs" },
        { @"(?m)^permissions: \{\}", "permissions: {}\nenv:\n  TOKEN: ${{ secrets.TOKEN }}", "a secret is given to every job" },
        { @"(?m)^concurrency:\n.*\n.*\n", "", "two runs can go on at once" },
        { @"cancel-in-progress: false", "cancel-in-progress: true", "a newer run can end a publication half-way" },
        { @"    permissions:\n      contents: read\n      packages: read\n", "", "the job 'plan' does not say which rights it needs" },
        { @"    permissions:\n      contents: read\n      packages: read\n", "    permissions: write-all\n",
            "the job 'plan' does not say which rights it needs" },
        { @"(  fork:[\s\S]*      contents: read\n)", "$1      packages: write\n", "the job 'fork' may write, and runs for forks too" },
        { @"(github\.event\.pull_request\.head\.repo\.full_name == github\.repository\)) && !failure\(\)", "$1 || !failure()",
            "may write, and runs for forks too" },
        { @"(\(github\.event_name == 'merge_group' \|\| github\.event\.pull_request\.head\.repo\.full_name == github\.repository\)) && !failure\(\)", "!($1) && !failure()",
            "may write, and runs for forks too" },
        { @"    name: Plan\n", "", "the job 'plan' has no name that people can read" },
        { @"    timeout-minutes: 60\n", "", "the job 'plan' has no timeout-minutes" },
        { @"    timeout-minutes: 60\n", "    timeout-minutes: 60\n    env:\n      TOKEN: ${{ github.token }}\n",
            "a secret is given to every step" },
        { @"    timeout-minutes: 60\n", "    timeout-minutes: 60\n    secrets: inherit\n", "all secrets are handed on" },
        { @"      fail-fast: false\n", "", "one failure cancels all others" },
        { @"      max-parallel: 8\n", "", "all jobs of the matrix start at once" },
        { @"@[0-9a-f]{40} # v7\.0\.1", "@v7", "'actions/checkout@v7' can be moved to other code" },
        { @"@[0-9a-f]{40} # v7\.0\.1", "@main", "can be moved to other code" },
        { @" # v7\.0\.1", "", "does not say which version it is" },
        { @"          persist-credentials: false\n", "", "the checkout leaves a token in .git/config" },
        { @"persist-credentials: false", "persist-credentials: true", "the checkout leaves a token in .git/config" },
        { @"run: \./build\.cmd HandOn .* --changed", "run: ./build.cmd Plan --tag ${{ github.head_ref }}",
            "an expression inside a script is run as code" },
        { @"const mark = ", "const title = '${{ github.event.pull_request.title }}';\n            const mark = ",
            "an expression inside a script is run as code" },
        { @"    if: \$\{\{ github\.actor != 'dependabot\[bot\]' && \(github\.event_name == 'merge_group' \|\| github\.event\.pull_request\.head\.repo\.full_name == github\.repository\) \}\}\n",
            "", "a secret is given to code that a fork wrote" },
        { @"(        run: \./build\.cmd TestImages --changed)", "        env:\n          NPM: ${{ secrets.NPM }}\n$1",
            "a secret is given to code that a fork wrote" },
        { @"(  report:[\s\S]*?    if: \$\{\{ always\(\)) && [^}]*", "$1 ", "the job 'report' may write, and runs for forks too" },
        { @"(  images:[\s\S]*    permissions: )\{\}", "$1\n      packages: write", "the job 'images' may write, and runs for forks too" },
        { @"(?s)^.*$", "name: nothing", "there are no jobs" },
        { @"(?s)^.*$", "- 1", "this is no workflow" },
        { @"(?s)^.*$", "a: [", "this is not YAML" },
    };

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nothing_in_a_compiled_workflow_is_unsafe(string family)
    {
        foreach (var file in await Families.CompileAsync(family))
            WorkflowSafety.Check(file.Path, file.Text).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_is_unsafe_is_refused(string pattern, string replacement, string message)
    {
        var good = (await Families.CompileAsync(Families.Own)).Single(file =>
            file.Path.EndsWith("pull-request.yml", StringComparison.Ordinal));
        var bad = new Regex(pattern).Replace(good.Text, replacement, 1);
        bad.ShouldNotBe(good.Text, "the pattern has to spoil something");

        var problems = WorkflowSafety.Check(good.Path, bad);

        problems.ShouldContain(problem => problem.Message.Contains(message, StringComparison.Ordinal), string.Join('\n', problems));
        problems.ShouldAllBe(problem => problem.Location!.File == good.Path);
    }

    [Fact]
    public void The_line_is_named() =>
        WorkflowSafety.Check("ci.yml",
            "on: push\npermissions: {}\nconcurrency:\n  group: ci\njobs:\n  a:\n    name: A\n    timeout-minutes: 1\n    permissions: "
                + "{}\n    steps:\n      - run: echo ${{ github.ref }}\n")
        .ShouldHaveSingleItem().Location!.Line.ShouldBe(11);
}
