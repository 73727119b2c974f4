using System.Collections;
using KegImages.Consoles;
using KegImages.Engines;
using KegImages.LocalEngine;
using KegImages.Logins;
using KegImages.Pages;
using KegImages.Processes;

namespace KegImages.Opening;

/// <summary>Everything outside that a run touches: programs, registries, the environment and the console.</summary>
/// <param name="Runner">Runs commands.</param>
/// <param name="Docker">The docker client, and the engine that it is led to.</param>
/// <param name="Registries">The client of registries.</param>
/// <param name="Environment">The environment's variables.</param>
/// <param name="Terminal">Where the run is shown.</param>
public sealed record World(
    ICommandRunner Runner, DockerClient Docker, RegistryClient Registries, ImmutableDictionary<string, string> Environment,
        Terminal Terminal)
{
    /// <summary>The engine in force, by its own API. Nothing is opened before it is asked.</summary>
    public Engine Engine
    {
        get => field ??= new Engine(new ClientSettings(Docker, Environment).Engine(), Withheld) { Told = Told };
        init;
    }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The registry that images go to where no option names one; null for that of <c>keg.yml</c>'s provider.</summary>
    public string? Registry { get; init; }

    /// <summary>The image that the base is built on where no option names one; null for what the Dockerfile says.</summary>
    public ImageReference? NodeImage { get; init; }

    /// <summary>What stands in for images of Docker Hub; null where that is asked itself.</summary>
    public StandIn? StandIn { get; init; }

    /// <summary>
    /// What a command that is suggested needs to mean the same engine and registry, with a leading space; empty for the user's own.
    /// </summary>
    public string SameWorld { get; init; } = "";

    /// <summary>How much is said.</summary>
    public Detail Detail { get; init; } = Detail.Normal;

    /// <summary>Is told each command and request; null where nobody wants to know.</summary>
    internal Action<string>? Told { get; init; }

    /// <summary>The command that this program was started with, as it can be pasted; null where no person started it.</summary>
    public string? CommandLine { get; init; }

    /// <summary>Takes secrets out of all that is shown and written.</summary>
    public Masking Masking { get; init; } = new([]);

    /// <summary>Variables that processes do not inherit, because they hold secrets of builds.</summary>
    public WithheldVariables Withheld { get; init; } = new();

    /// <summary>The program that signs and verifies; null where the private engine's system has none.</summary>
    public string? Cosign { get; init; } = "cosign";

    /// <summary>The logins to registries; null where none are looked for.</summary>
    public ICredentialSource? Logins { get; init; }

    /// <summary>How long nothing was shown.</summary>
    internal Func<TimeSpan> Silence { get; init; } = () => TimeSpan.Zero;

    /// <summary>Says from now on which requests are waited for, where nothing else is shown.</summary>
    public World Waiting()
    {
        if (Detail != Detail.Quiet)
            new RequestSign(Registries.Open, Silence, Terminal.Out.WriteLine).Begin();
        return this;
    }

    /// <summary>Where the image of an edge really lives, or what stands in for it.</summary>
    internal ImageReference PlaceOf(Parent edge, ReferenceMapping mapping) =>
        (edge.Member is null ? StandIn?.For(edge.Reference) : null) ?? mapping.PlaceOf(edge);

    /// <summary>This machine with the user's own engine and logins, or with a private engine.</summary>
    public static World OfThisMachine(LocalEndpoint? engine = null, Detail detail = Detail.Normal)
    {
        var environment = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string)variable.Value!;
        return Of(environment.ToImmutable(), Terminal.StandardOutput, engine, detail) with
        {
            CommandLine = new Command(ThisProgram.Name, [.. System.Environment.GetCommandLineArgs().Skip(1)]).ToString(),
        };
    }

    internal static World Of(ImmutableDictionary<string, string> environment, TextWriter console, LocalEndpoint? engine,
        Detail detail = Detail.Normal)
    {
        var withheld = new WithheldVariables();
        var isGitHub = GitHubReport.IsGitHub(environment);
        // Beside us, GitHub masks too: from the moment that a secret is known, whoever prints it.
        var masking = new Masking(SecretNames.ValuesIn(environment).Concat(ProxyRules.SecretsIn(environment)), Hide);
        var masked = new MaskedWriter(console, masking);
        var terminal = Terminal.OfConsole(new VisibleWriter(masked, isGitHub)) with { IsFolded = isGitHub, Controls = masked };
        Action<string>? told = null;
        ICommandRunner runner = new ProcessRunner(withheld);
        if (detail == Detail.Verbose)
        {
            // What is said of each command would be drawn over by a board.
            terminal = terminal with { IsLive = false };
            told = line => terminal.Out.WriteLine(line);
            runner = new ToldRunner(runner, told, TimeProvider.System);
        }

        var logins = new MaskedCredentials(engine is null ? DockerCredentials.From(environment, runner)
            : new DockerCredentials(engine.DockerConfig, runner), secret => masking.Add(secret));
        var registries = new RegistryClient(logins, new RegistryOptions { Told = told });
        if (engine is null)
            return new World(runner,
                new DockerClient { BuildxPlugin = PluginFolders.Find(environment,
                    "docker-buildx") }.At(environment.GetValueOrDefault("DOCKER_HOST")), registries, environment,
                        terminal) { Masking = masking, Logins = logins, Withheld = withheld, Detail = detail, Told = told,
                            Silence = () => masked.Silence };

        var docker = new DockerClient(engine.DockerExecutable) { Environment = engine.Environment, Host = engine.DockerHost,
            BuildxPlugin = Path.Combine(engine.DockerConfig, "cli-plugins", "docker-buildx") };
        return new World(runner, docker, registries, environment, terminal)
        {
            Masking = masking,
            Detail = detail,
            Told = told,
            Silence = () => masked.Silence,
            Withheld = withheld,
            Logins = logins,
            Registry = engine.Registry,
            Cosign = engine.Cosign,
            NodeImage = engine.RootImage,
            StandIn = new StandIn(engine.RootImage),
            SameWorld = " --profile local",
        };

        void Hide(string secret)
        {
            if (isGitHub)
                console.WriteLine(WorkflowCommand.AddMask(secret));
            MaskedConsole.Hide(secret);
        }
    }
}
