using System.Diagnostics;
using KegImages.EngineTests.Engine;
using KegImages.LocalEngine;
using KegImages.Pipeline;
using KegImages.Processes;

namespace KegImages.ReliabilityTests.Families;

/// <summary>A command of the product in a process of its own, which can be killed.</summary>
internal sealed class ProductProcess : IDisposable
{
    /// <summary>The word that makes this program the product.</summary>
    public const string Word = "run";

    /// <summary>The variable that names a folder in place of the engine's own for docker's configuration, logins among it.</summary>
    public const string LoginsVariable = "KEG_RELIABILITY_LOGINS";

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private ProductProcess(Process process)
    {
        this.process = process;
        (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    public int Id => process.Id;

    /// <summary>Starts a command in a checkout, against a registry.</summary>
    public static ProductProcess Start(Checkout checkout, string registry, string @namespace, IEnumerable<string> words,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = Own([Word, checkout.Root, registry, @namespace, .. words]);
        (start.RedirectStandardOutput, start.RedirectStandardError, start.WorkingDirectory) = (true, true, checkout.Root);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new ProductProcess(Process.Start(start)!);
    }

    /// <summary>This program once more, with other words.</summary>
    public static ProcessStartInfo Own(IEnumerable<string> words)
    {
        var program = typeof(ProductProcess).Assembly;
        // Started as a program of its own, or by the runtime, as the test runner is.
        // The program's own start has the assembly's name; whatever else runs it is dotnet, and has to be told which.
        string[] own = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [program.Location] : [];
        return new ProcessStartInfo(Environment.ProcessPath!, [.. own, .. words]);
    }

    /// <summary>
    /// What the process does: the same as a run in the caller's own process, with this machine's environment. Its exit code is the
    /// command's.
    /// </summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var engine = await new LocalProfile(EngineFixture.RepositoryRoot, new ProcessRunner()).FindRunningAsync(CancellationToken.None)
            ?? throw new InvalidOperationException("the private engine does not run");
        if (Environment.GetEnvironmentVariable(LoginsVariable) is { } logins)
            engine = new LocalEndpoint(engine.DockerHost, logins, engine.DockerExecutable, engine.Registry, engine.RootImage,
                engine.RootDigest, engine.RegistryAccessLog);
        var world = World.OfThisMachine(engine) with { Registry = arguments[1] };
        try
        {
            await Product.RunAsync(arguments[3..], new RunOptions { Root = arguments[0], Namespace = arguments[2] }, world,
                CancellationToken.None);
            return 0;
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            await Console.Error.WriteLineAsync(world.Masking.Apply(exception.Message));
            return exception is WrongUseException ? 2 : 1;
        }
    }

    /// <summary>Ends the process and all that it started, without a word to them.</summary>
    public void Kill() => process.Kill(entireProcessTree: true);

    /// <summary>Waits for its end; its exit code and all that it wrote.</summary>
    public async Task<(int ExitCode, string Output)> EndAsync(TimeSpan limit)
    {
        using var over = new CancellationTokenSource(limit);
        await process.WaitForExitAsync(over.Token);
        return (process.ExitCode, await output + await errors);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
    }
}
