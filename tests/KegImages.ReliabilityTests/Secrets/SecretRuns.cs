using System.Collections.Immutable;
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
    private static readonly string[][] Commands = [["plan"], ["push"], ["push", "force=1"], ["status"], ["promote", "to=stable"],
        ["prune", "older=0d"]];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly Planted password = Planted.New("the registry's password");
    private readonly Planted token = Planted.New("the registry's token");
    private readonly Planted variable = Planted.New("a token in the environment");

    private ImmutableArray<Planted> All => [password, token, variable];

    /// <summary>Runs, and searches.</summary>
    public async Task<(int Searched, IReadOnlyList<Finding> Findings)> RunAsync(CancellationToken cancellationToken)
    {
        await using var family = await ReliableFamily.CreateAsync(engine);
        var folder = Directory.CreateTempSubdirectory("keg docker ").FullName;
        var login = new LoginWanted(User, password, token);
        var search = new SecretSearch(All);
        var problems = new List<string>();
        try
        {
            WriteLogin(folder, family.Proxy.Address);
            family.Proxy.Interference = login.Interfere;
            await using var commands = new CommandLines();
            foreach (var words in Commands.TakeWhile(_ => !cancellationToken.IsCancellationRequested))
            {
                var (exitCode, output) = await RunAsync(family, folder, words);
                search.In($"what {words[0]} printed", output);
                if (exitCode != 0)
                    problems.Add($"{string.Join(' ', words)} ended with {exitCode}: {output}");
            }

            foreach (var line in commands.Seen)
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

    private async Task<(int ExitCode, string Output)> RunAsync(ReliableFamily family, string folder, string[] words)
    {
        var environment = new Dictionary<string, string>
        {
            [ProductProcess.LoginsVariable] = folder, ["NPM_TOKEN"] = variable.Value, ["KEG_DEPLOY_PASSWORD"] = variable.Value,
        };
        using var process = ProductProcess.Start(family.Checkout, family.Proxy.Address, family.Namespace, words, environment);
        return await process.EndAsync(Limit);
    }

    // What docker login would have written; the plugins are the engine's.
    private void WriteLogin(string folder, string registry)
    {
        Directory.CreateSymbolicLink(Path.Combine(folder, "cli-plugins"), Path.Combine(engine.DockerConfig, "cli-plugins"));
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{password.Value}"));
        File.WriteAllText(Path.Combine(folder, "config.json"),
            JsonSerializer.Serialize(new { auths = new Dictionary<string, object> { [registry] = new { auth } } }));
    }
}
