using System.Text;
using System.Text.Json;
using KegImages.LocalEngine;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Secrets;

/// <summary>
/// Plants secrets where people have them, runs everything as a process of its own, and looks for them wherever a run leaves anything.
/// </summary>
internal sealed class SecretRuns(LocalEndpoint engine)
{
    private const string User = "robot";
    private static readonly string[][] All = [["plan"], ["push"], ["push", "force=1"], ["status"], ["promote", "to=stable"],
        ["prune", "older=0d"]];
    private static readonly string[][] Few = [["push"], ["status"]];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly Planted password = Planted.New("the registry's password");
    private readonly Planted token = Planted.New("the registry's token");
    private readonly Planted variable = Planted.New("a token in the environment");
    private readonly Planted build = Planted.New("a secret of the build from the environment");
    private readonly Planted file = Planted.New("a secret of the build from a file");

    /// <summary>Runs, and searches.</summary>
    /// <param name="isWhole">Whether every command runs, and what uses the secrets is pushed too: that takes a system with it.</param>
    /// <param name="cancellationToken">Stops before the next command.</param>
    public async Task<(int Searched, IReadOnlyList<Finding> Findings)> RunAsync(bool isWhole, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("kegdocker").FullName;
        using var ssh = await SshAgent.TryStartAsync(folder);
        await using var family = await ReliableFamily.CreateAsync(engine);
        var login = new LoginWanted(User, password, token);
        var search = new SecretSearch([password, token, variable, build, file, .. ssh is null ? Array.Empty<Planted>() : [ssh.Key]]);
        var problems = new List<string>();
        try
        {
            WriteLogin(folder, family.Proxy.Address);
            await DeclareAsync(family, folder, ssh is not null, isWhole);
            family.Proxy.Interference = login.Interfere;
            await using var lines = new CommandLines();
            foreach (var words in (isWhole ? All : Few).TakeWhile(_ => !cancellationToken.IsCancellationRequested))
            {
                var (exitCode, output) = await RunAsync(family, folder, ssh, words);
                search.In($"what {words[0]} printed", output);
                if (exitCode != 0)
                    problems.Add($"{string.Join(' ', words)} ended with {exitCode}: {output}");
            }

            foreach (var line in lines.Seen)
                search.In("a command line", line);
        }
        finally
        {
            family.Proxy.Interference = null;
            Directory.Delete(folder, recursive: true);
        }

        search.InFolder(family.Checkout.Root);
        await search.InRegistryAsync(family.Registry);
        if (login.Admitted == 0)
            problems.Add("nobody logged in: the secrets were never used");
        return (search.Searched,
        [
            .. search.Leaks.Distinct().Select(leak => new Finding(FindingKind.Leaked, "secrets", leak)),
            .. problems.Select(problem => new Finding(FindingKind.Wrong, "secrets", problem)),
        ]);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(ReliableFamily family, string folder, SshAgent? ssh, string[] words)
    {
        var environment = new Dictionary<string, string>
        {
            [ProductProcess.LoginsVariable] = folder, ["NPM_TOKEN"] = variable.Value, ["KEG_DEPLOY_PASSWORD"] = variable.Value,
            ["PLANTED_TOKEN"] = build.Value,
        };
        if (ssh is not null)
            environment["SSH_AUTH_SOCK"] = ssh.Socket;
        using var process = ProductProcess.Start(family.Checkout, family.Proxy.Address, family.Namespace, words, environment);
        return await process.EndAsync(Limit);
    }

    // The build fails where it does not get them: so they were there when nothing is found.
    private async Task DeclareAsync(ReliableFamily family, string folder, bool hasAgent, bool isWhole)
    {
        var path = Path.Combine(folder, "planted");
        await File.WriteAllTextAsync(path, file.Value);
        family.Checkout.Write("keg.yml", $$"""
            {{family.Checkout.Read("keg.yml")}}
            secrets:
              token: { env: PLANTED_TOKEN }
              planted: { file: {{path}} }
            {{(hasAgent ? "ssh: [default]" : "")}}

            """);
        var agent = hasAgent ? "--mount=type=ssh,required=true " : "";
        family.Checkout.Write(ReliableFamily.DockerfileOf("base"), $"""
            FROM {engine.RootImage} AS user
            RUN --mount=type=secret,id=token,required=true --mount=type=secret,id=planted,target=/planted,required=true {agent}\
                test -s /run/secrets/token && test -s /planted{(hasAgent ? " && test -S \"$SSH_AUTH_SOCK\"" : "")} && echo used > /used
            {(isWhole ? "" : "FROM scratch")}
            {(isWhole ? "" : "COPY --from=user /used /used")}
            COPY file /base

            """);
        await family.Checkout.CommitAsync("Declares secrets");
    }

    // What docker login would have written; the plugins are the engine's.
    private void WriteLogin(string folder, string registry)
    {
        Directory.CreateSymbolicLink(Path.Combine(folder, "cli-plugins"), Path.Combine(engine.DockerConfig, "cli-plugins"));
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{password.Value}"));
        var config = new { auths = new Dictionary<string, object> { [registry] = new { auth } } };
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(config));
    }
}
