using KegImages.Pages;

namespace KegImages.Tests.Reporting.GitHub;

public sealed class WorkflowCommandTests
{
    [Fact]
    public void An_error_says_where_it_is() =>
        WorkflowCommand.Error("no image 'tpa'", "wrong parent", new SourceLocation("taps/evf/container/Dockerfile", 3, 6))
            .ShouldBe("::error file=taps/evf/container/Dockerfile,line=3,col=6,title=wrong parent::no image 'tpa'");

    [Fact]
    public void An_error_with_no_place_has_no_properties() => WorkflowCommand.Error("it failed").ShouldBe("::error::it failed");

    [Fact]
    public void A_file_as_a_whole_has_no_line() =>
        WorkflowCommand.Error("empty", at: new SourceLocation("keg.yml")).ShouldBe("::error file=keg.yml::empty");

    [Theory]
    [InlineData("50 % of a: b, c", "50 %25 of a: b, c", "50 %25 of a%3A b%2C c")]
    [InlineData("one\r\ntwo", "one%0D%0Atwo", "one%0D%0Atwo")]
    [InlineData("%0A", "%250A", "%250A")]
    [InlineData("x::set-output name=a::b", "x::set-output name=a::b", "x%3A%3Aset-output name=a%3A%3Ab")]
    public void Messages_and_properties_are_escaped_as_the_runner_reads_them(string text, string message, string property)
    {
        WorkflowCommand.Error(text, title: text).ShouldBe($"::error title={property}::{message}");
        WorkflowCommand.Group(text).ShouldBe($"::group::{message}");
        WorkflowCommand.AddMask(text).ShouldBe($"::add-mask::{message}");
    }

    [Theory]
    [InlineData("::set-env name=PATH::/evil")]
    [InlineData("   \t::warning::not ours")]
    [InlineData("text ##[add-mask]x")]
    [InlineData("one line\n::debug::two")]
    public void What_a_build_says_is_never_taken_for_a_command(string line) =>
        WorkflowCommand.Inert(["first", line], "keg-1").ShouldBe(["::stop-commands::keg-1", "first", line, "::keg-1::"]);

    [Fact]
    public void Harmless_lines_stay_as_they_are() =>
        WorkflowCommand.Inert(["a::b", "#1 [2/3] RUN x"], "keg-1").ShouldBe(["a::b", "#1 [2/3] RUN x"]);
}
