using System.Text.Json.Nodes;
using KegImages.Proposals;

namespace KegImages.Tests.Adopting;

/// <summary>What docker's own programs print of a bake and of a compose file.</summary>
public sealed class OtherBuildFileTests
{
    [Fact]
    public void A_bake_file_s_targets_are_taken_over_and_what_has_no_counterpart_is_listed() => Text(OtherBuildFile.Bake(Json("""
        {
          "group": { "default": { "targets": ["base", "app", "docs"] } },
          "target": {
            "base": { "context": "base", "dockerfile": "Dockerfile", "tags": ["ghcr.io/acme/base:1.4", "ghcr.io/acme/base:latest"],
              "cache-from": ["type=gha"], "output": ["type=registry"] },
            "app": { "context": ".", "contexts": { "base": "target:base", "assets": "../elsewhere", "lib": "lib" },
              "dockerfile": "docker/app/Dockerfile", "args": { "FLAVOUR": "plain" }, "target": "prod",
              "platforms": ["linux/amd64", "linux/arm64"], "tags": ["ghcr.io/acme/app:1.4"], "secret": ["id=token,env=TOKEN"] },
            "app-dev": { "context": ".", "dockerfile": "docker/app/Dockerfile", "target": "dev" },
            "docs": { "context": "https://github.com/acme/docs.git" }
          }
        }
        """), "/repo")).ShouldMatchApproved();

    [Fact]
    public void A_compose_file_s_services_that_are_built_are_taken_over() => Text(OtherBuildFile.Compose(Json("""
        {
          "name": "repo",
          "services": {
            "db": { "image": "postgres:16" },
            "web": { "image": "ghcr.io/acme/web:2", "build": { "context": "/repo/web", "dockerfile": "Dockerfile",
              "args": { "NODE_ENV": "production", "TOKEN": null }, "network": "host", "shm_size": "64" } },
            "job": { "build": { "context": "/repo", "dockerfile": "job/Dockerfile", "additional_contexts": { "web": "service:web" } } }
          }
        }
        """), "/repo")).ShouldMatchApproved();

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static string Text(TakenOver taken) => string.Join('\n', [
        .. taken.Builds.Select(build => $"{build.Word}: {build.DockerfilePath} in {build.Context}, stage {build.Target}, "
            + $"[{string.Join(", ", build.Tags.Select(tag => tag.ToString()))}] [{string.Join(", ", build.Platforms)}] "
            + $"{string.Join(", ", build.Args.Concat(build.Contexts).Select(pair => $"{pair.Key}={pair.Value}"))}"),
        "", .. taken.ToTable(), "",
    ]);
}
