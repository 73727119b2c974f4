namespace KegImages.Scaffolding;

internal sealed class TapRunFiles(TapScaffold tap)
{
    public ImmutableArray<ScaffoldFile> Files =>
    [
        new("container/values.yml", ValuesFile),
        new("container/docker-compose.yml", ComposeFile),
        new("container/run.sh", RunFile, IsExecutable: true),
        new($"container/{TestFilePath.UsualName}", TestFile),
    ];

    private string ValuesFile =>
        $"""
        {(tap.Alias == tap.Name.ToString() ? "" : $"# A shorter name, for commands and URLs.\nalias: {tap.Alias}\n\n")}env:
          # The image's name below the provider.
          IMAGE: {tap.Name}

          # The image to build on.
          KEG_BASE_IMAGE: {tap.Parent}

          # The image to run.
          KEG_IMAGE_FROM: {tap.Image}

          # Where the tap lies in the container, and the port that keg-proxy routes to.
          DOC_APP_PATH: {TapScaffold.AppPath}
          KEG_PROXY_PORT: {TapScaffold.Port}

        """;

    private string ComposeFile =>
        $$"""
        services:
          {{tap.Name}}:
            image: ${KEG_IMAGE_FROM:-{{tap.Image}}}
            pull_policy: always
            environment:
              # With a value: a bare name that this machine has not set would take the image's own value away.
              KEG_PROXY_PORT: ${KEG_PROXY_PORT:-{{TapScaffold.Port}}}
            ports:
              # Any free port of this machine, so that two branches can run side by side.
              - "127.0.0.1::${KEG_PROXY_PORT:-{{TapScaffold.Port}}}"

        """;

    private string TestFile =>
        $$"""
        # What the image is tested for before it is published: {{ThisProgram.Page("tests")}}.
        schemaVersion: 2.0.0

        fileExistenceTests:
          - name: the tap is where it belongs
            path: {{TapScaffold.AppPath}}
            shouldExist: true

        # Of one that runs by itself, also what it answers:
        # health: { timeout: 60s }
        # http:
        #   - name: it answers with its own name
        #     port: {{TapScaffold.Port}}
        #     expectedBody: ['{{Pattern}}']

        """;

    // A dot of the name is meant as it stands.
    private string Pattern => tap.Name.ToString().Replace(".", @"\.", StringComparison.Ordinal);

    private string RunFile =>
        $"""
        #!/bin/sh
        # Pulls {tap.Name} and starts it, from whatever folder this is called in; options are handed on, such as --from {tap.Name}:my-changes-tag.
        set -eu
        cd -- "$(dirname -- "$0")/{tap.WayToRoot}"
        exec {ThisProgram.Name} Start --tap {tap.Alias} "$@"

        """;
}
