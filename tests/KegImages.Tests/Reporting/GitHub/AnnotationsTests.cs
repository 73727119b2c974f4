using KegImages.Pages;

namespace KegImages.Tests.Reporting.GitHub;

public sealed class AnnotationsTests
{
    [Theory]
    [InlineData("failing-run")]
    [InlineData("parse-error")]
    public void A_failed_image_is_annotated_at_its_line(string sample) =>
        (Annotations.Of(Runs.Failure(sample), Below) + "\n").ShouldMatchApproved(options => options.WithDiscriminator(sample));

    [Fact]
    public void Problems_are_annotated_where_they_have_a_file()
    {
        Problem[] problems =
        [
            new("no image 'tpa'", new SourceLocation("taps/evf/Dockerfile", 3), "choose another"),
            new("--tap onee: no image 'onee'"),
            new("not an image", new SourceLocation("--node-image")),
            new("the file is empty", new SourceLocation("keg.yml")),
        ];

        Annotations.Of(problems, Below)
            .ShouldBe(["::error file=sub/taps/evf/Dockerfile,line=3::no image 'tpa'%0Achoose another",
                "::error file=sub/keg.yml::the file is empty"]);
    }

    private static SourceLocation Below(SourceLocation at) => at with { File = $"sub/{at.File}" };
}
