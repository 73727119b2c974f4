using KegImages.Commands;
using KegImages.Processes;

namespace KegImages.Tests.Processes;

public sealed class InheritedEnvironmentTests
{
    [Theory]
    [InlineData("DOCKER_DEFAULT_PLATFORM")]
    [InlineData("DOCKER_BUILDKIT")]
    [InlineData("DOCKER_CONTENT_TRUST")]
    [InlineData("DOCKER_CONTENT_TRUST_SERVER")]
    [InlineData("DOCKER_API_VERSION")]
    [InlineData("DOCKER_CUSTOM_HEADERS")]
    [InlineData("DOCKER_OF_A_LATER_VERSION")]
    [InlineData("BUILDX_NO_DEFAULT_ATTESTATIONS")]
    [InlineData("BUILDX_METADATA_PROVENANCE")]
    [InlineData("BUILDX_GIT_LABELS")]
    [InlineData("BUILDX_EXPERIMENTAL")]
    [InlineData("BUILDX_BAKE_GIT_AUTH_TOKEN")]
    [InlineData("BUILDX_CPU_PROFILE")]
    [InlineData("BUILDKIT_HOST")]
    [InlineData("BUILDKIT_PROGRESS")]
    [InlineData("BUILDKIT_SYNTAX")]
    [InlineData("EXPERIMENTAL_BUILDKIT_SOURCE_POLICY")]
    [InlineData("SOURCE_DATE_EPOCH")]
    [InlineData("COMPOSE_FILE")]
    [InlineData("COMPOSE_PROJECT_NAME")]
    [InlineData("COMPOSE_PROFILES")]
    [InlineData("COMPOSE_ENV_FILES")]
    [InlineData("COMPOSE_DISABLE_ENV_FILE")]
    [InlineData("COMPOSE_COMPATIBILITY")]
    [InlineData("COMPOSE_REMOVE_ORPHANS")]
    [InlineData("GIT_DIR")]
    [InlineData("GIT_WORK_TREE")]
    [InlineData("GIT_INDEX_FILE")]
    [InlineData("GIT_OBJECT_DIRECTORY")]
    [InlineData("GIT_ALTERNATE_OBJECT_DIRECTORIES")]
    [InlineData("GIT_COMMON_DIR")]
    [InlineData("GIT_NAMESPACE")]
    [InlineData("GIT_CEILING_DIRECTORIES")]
    [InlineData("GIT_CONFIG")]
    [InlineData("GIT_CONFIG_PARAMETERS")]
    [InlineData("GIT_REPLACE_REF_BASE")]
    [InlineData("GIT_GRAFT_FILE")]
    [InlineData("GIT_SHALLOW_FILE")]
    [InlineData("GIT_EXTERNAL_DIFF")]
    [InlineData("GIT_LITERAL_PATHSPECS")]
    [InlineData("GIT_TRACE")]
    [InlineData("GODEBUG")]
    public void What_could_change_a_result_reaches_no_program(string name)
    {
        InheritedEnvironment.HandsOn(name).ShouldBeFalse();
    }

    [Theory]
    [InlineData("DOCKER_HOST")]
    [InlineData("DOCKER_CONTEXT")]
    [InlineData("DOCKER_CONFIG")]
    [InlineData("DOCKER_TLS_VERIFY")]
    [InlineData("DOCKER_CERT_PATH")]
    [InlineData("DOCKER_ghcr_io_USR")]
    [InlineData("DOCKER_ghcr_io_PSW")]
    [InlineData("BUILDX_BUILDER")]
    [InlineData("BUILDX_CONFIG")]
    [InlineData("GIT_SSH_COMMAND")]
    [InlineData("GIT_SSL_CAINFO")]
    [InlineData("GIT_CONFIG_COUNT")]
    [InlineData("GIT_CONFIG_KEY_0")]
    [InlineData("GITHUB_TOKEN")]
    [InlineData("PATH")]
    [InlineData("HTTPS_PROXY")]
    [InlineData("SSH_AUTH_SOCK")]
    public void A_choice_and_a_way_to_a_server_is_handed_on(string name)
    {
        InheritedEnvironment.HandsOn(name).ShouldBeTrue();
    }

    [Fact]
    public async Task A_program_that_is_started_sees_none_of_them_but_those_that_its_command_says()
    {
        string[] names = ["DOCKER_DEFAULT_PLATFORM", "SOURCE_DATE_EPOCH", "COMPOSE_FILE", "EXPERIMENTAL_BUILDKIT_SOURCE_POLICY"];
        foreach (var name in names)
            Environment.SetEnvironmentVariable(name, "wrong");
        try
        {
            var command = new Command("env");
            command = command with { Environment = command.Environment.Add("SOURCE_DATE_EPOCH", "17") };

            var seen = (await new ProcessRunner().RunAsync(command, null, null, CancellationToken.None)).OrThrow().StandardOutput;

            seen.ShouldContain("SOURCE_DATE_EPOCH=17");
            seen.ShouldNotContain("=wrong");
            seen.ShouldContain("PATH=");
        }
        finally
        {
            foreach (var name in names)
                Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public void Whoever_set_one_of_dockers_learns_that_it_is_left_aside()
    {
        InheritedEnvironment.LeftAside(["PATH", "SOURCE_DATE_EPOCH", "DOCKER_HOST", "DOCKER_DEFAULT_PLATFORM", "GIT_DIR"])
            .ShouldBe(["DOCKER_DEFAULT_PLATFORM", "SOURCE_DATE_EPOCH"]);
    }
}
