using System.Diagnostics;

namespace KegImages.Tests.Configuration;

// The processor's time, because it is the same on a busy machine.
[Collection(Alone.Name)]
public sealed class FamilySpeedTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_thousand_images_are_loaded_in_a_moment()
    {
        using var folder = new FamilyFolder().Keg(
            "provider: a.io/b\ngroups: { base: { folders: [base] }, taps: { folders: ['taps/*'], parent: base } }");
        folder.Add("base/Dockerfile", "FROM node:20\nONBUILD ARG DOC_APP_PATH\n");
        for (var number = 0; number < 999; number++)
        {
            var neighbour = number == 0 ? "base" : $"a.io/b/t{number / 2}:develop";
            folder.Add($"taps/t{number}/container/Dockerfile",
                $"ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE AS base\nFROM base\nARG DOC_PATH=/keg\nRUN true\nCOPY --from={neighbour} . .\n")
                .Add($"taps/t{number}/container/values.yml",
                    $"env:\n  IMAGE: t{number}\n  DOC_PATH: '{{{{ envs.ROOT }}}}/x'\n  ROOT: /keg\n  KEG_CONTEXT_PATH: '{{{{ cli.x }}}}'\n");
        }

        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var family = (await folder.LoadAsync()).Family;

        process.Refresh();
        (process.TotalProcessorTime - before).ShouldBeLessThan(Limit);
        family.Images.Length.ShouldBe(1_000);
        family.AncestorsOf(family.Find("t998")!).Select(image => image.Name.ToString()).ShouldContain("t499");
    }
}
