using KegImages.Tests.Programs;
using System.Collections.Immutable;
using KegImages.Commands;
using KegImages.Processes;
using KegImages.Tests.Configuration;

namespace KegImages.Tests.Scaffolding;

/// <summary>The program itself, on a machine whose variables have the names of our options.</summary>
public sealed class VariablesTests : IDisposable
{
    private readonly FamilyFolder folder = new FamilyFolder()
        .Keg("provider: a.io/b\ngroups: { taps: { folders: ['taps/*'], parent: 'node:20' } }\n")
        .Add("taps/evf/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\n");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(new[] { "Link" }, 2, "Link needs the folder of the tap")]
    [InlineData(new[] { "NewTap" }, 2, "NewTap needs the tap's name")]
    [InlineData(new[] { "Env" }, 0, "evf, environment 'local'")]
    [InlineData(new[] { "Env", "--env", "staging" }, 0, "evf, environment 'staging'")]
    [InlineData(new[] { "NewTap", "--name", "x", "--template", "nod" }, 2,
        "--template nod: there is no such template (did you mean 'node'?): node and static are")]
    public async Task They_say_nothing_of_what_is_asked_for(string[] words, int exitCode, string text)
    {
        var program = BuildProgram.Path;
        File.Exists(program).ShouldBeTrue($"build the solution first: there is no {program}");

        var result = await new ProcessRunner().RunAsync(
            new Command("dotnet", [program, .. words, "--root", folder.Root])
            {
                Environment = ImmutableSortedDictionary<string, string?>.Empty.AddRange(
                    new Dictionary<string, string?> { ["NAME"] = "my-machine", ["ENV"] = "/etc/profile", ["ALIAS"] = "x",
                        ["TEMPLATE"] = "letter", ["KEG_DEFAULT_ENV"] = null }),
            },
            null,
            null,
            CancellationToken.None);

        (result.StandardOutput + result.StandardError).ShouldContain(text);
        result.ExitCode.ShouldBe(exitCode);
    }
}
