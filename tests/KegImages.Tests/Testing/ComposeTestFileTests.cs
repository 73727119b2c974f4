using KegImages.References;
using KegImages.Testing;

namespace KegImages.Tests.Testing;

public sealed class ComposeTestFileTests
{
    private static readonly ImageName[] Family = [ImageName.ParseRepository("keg-core"), ImageName.ParseRepository("tap")];

    [Fact]
    public void Images_of_the_family_and_files_are_found()
    {
        var (file, problems) = ComposeTestFile.Read("""
            x-all: &all { image: "${KEG_IMAGE_KEG_CORE:?}" }
            services:
              core: { <<: *all, env_file: core.env }
              test: { image: $KEG_IMAGE_TAP, volumes: ["./data:/data:ro", "kept:/kept"], env_file: [{ path: test.env }] }
            configs: { c: { file: ./c.json } }
            """, "c.yml", Family);

        problems.ShouldBeEmpty();
        file!.Images.Select(image => image.ToString()).ShouldBe(["keg-core", "tap"]);
        file.Files.ShouldBe(["./c.json", "./data", "core.env", "test.env"]);
    }

    [Theory]
    [InlineData("services: { tests: { image: a } }", "there is no service 'test': it decides, by the code that it ends with (did you mean 'tests'?)")]
    [InlineData("services: { test: { image: $KEG_IMAGE_TPA } }", "'KEG_IMAGE_TPA' is no image of this family (did you mean 'KEG_IMAGE_TAP'?)")]
    [InlineData("services: { test: { build: . } }", "services.test.build: a test builds nothing")]
    [InlineData("services: { test: { extends: { service: a } } }", "services.test.extends: the services of a test stand in one file")]
    [InlineData("include: [a.yml]\nservices: { test: { image: a } }", "include: the services of a test stand in one file")]
    public void What_is_wrong_is_said_with_its_place(string text, string expected)
    {
        var problem = ComposeTestFile.Read(text, "c.yml", Family).Problems.ShouldHaveSingleItem();

        problem.Message.ShouldStartWith(expected);
        problem.Location!.Line.ShouldBeGreaterThan(0);
    }
}
