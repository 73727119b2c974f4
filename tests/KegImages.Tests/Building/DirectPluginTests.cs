using System.Collections.Immutable;
using KegImages.Building;

namespace KegImages.Tests.Building;

public sealed class DirectPluginTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("keg-plugins-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_buildx_command_is_started_in_the_plugin_as_the_client_would_start_it()
    {
        var docker = new DockerClient("docker") { BuildxPlugin = "/plugins/docker-buildx" };

        var command = docker.Direct(docker.Command("buildx", "version"));

        command.Executable.ShouldBe("/plugins/docker-buildx");
        command.Arguments.ShouldBe(["buildx", "version"]);
        command.Environment["DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND"].ShouldBe("docker");
    }

    [Fact]
    public void Other_commands_and_unknown_plugins_go_through_the_client()
    {
        var docker = new DockerClient("docker") { BuildxPlugin = "/plugins/docker-buildx" };

        docker.Direct(docker.Command("version")).Executable.ShouldBe("docker");
        new DockerClient("docker").Direct(docker.Command("buildx", "version")).Executable.ShouldBe("docker");
    }

    [Fact]
    public void The_plugin_of_the_user_s_own_folder_comes_first()
    {
        var plugin = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "cli-plugins")).FullName, "docker-buildx");
        File.WriteAllText(plugin, "");
        var environment = ImmutableDictionary<string, string>.Empty.Add("DOCKER_CONFIG", folder);

        PluginFolders.Find(environment, "docker-buildx").ShouldBe(plugin);
        PluginFolders.Find(environment, "docker-no-such-plugin").ShouldBeNull();
        File.WriteAllText(Path.Combine(folder, "config.json"), """{ "cliPluginsExtraDirs": ["/elsewhere"] }""");
        PluginFolders.Find(environment, "docker-buildx").ShouldBeNull("only the client knows what comes first then");
    }
}
