using System.Collections.Immutable;
using KegImages.Environments;
using KegImages.Running;
using KegImages.Tests.Images;

namespace KegImages.Tests.Running;

public sealed class FurtherImageTests
{
    [Theory]
    [InlineData(false, "app/values.yml:2", true)]
    [InlineData(true, "app/values.yml:2", false)]
    [InlineData(true, TapVariable.Process, true)]
    public void What_a_folder_s_files_run_is_its_first_image_s_and_what_the_environment_runs_is_every_one_s(bool isShared, string origin,
        bool isTaken)
    {
        ImmutableArray<TapVariable> variables = [new("A", "b", origin, false), new("KEG_IMAGE_FROM", "a.io/b/app:develop", origin, false)];

        var from = StartFactsReader.FromOf(SomeImage.Of("app-dev") with { SharesValues = isShared }, variables);

        from.ShouldBe(isTaken ? variables[1] : null);
    }
}
