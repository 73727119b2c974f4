using System.Runtime.InteropServices;
using KegImages.EngineTests.Engine;
using KegImages.ReliabilityTests.Families;
using KegImages.ReliabilityTests.Generators;
using KegImages.ReliabilityTests.Soak;
using Xunit.Runner.InProc.SystemConsole;

namespace KegImages.ReliabilityTests;

/// <summary>The suite as a program: its tests, what a soak runs, and what it kills.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case [ProductProcess.Word, .. var words]:
                return await ProductProcess.RunAsync(words);
            case [ReaderProcess.Word, .. var words]:
                return ReaderProcess.Serve(words);
            case [SoakOptions.Word, .. var words]:
                return await SoakAsync(words);
            default:
                return await ConsoleRunner.Run(arguments);
        }
    }

    private static async Task<int> SoakAsync(string[] words)
    {
        using var interruption = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, interruption));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, interruption));
        SoakOptions options;
        try
        {
            options = SoakOptions.Parse(words);
        }
        catch (WrongUseException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }

        var engine = new EngineFixture();
        try
        {
            await engine.InitializeAsync();
            return await new SoakRun(options, engine.Endpoint, TextWriter.Synchronized(Console.Out)).RunAsync(interruption.Token);
        }
        finally
        {
            await engine.DisposeAsync();
        }
    }

    // The engine is stopped and the counts are printed before it ends.
    private static void Stop(PosixSignalContext context, CancellationTokenSource interruption)
    {
        context.Cancel = true;
        interruption.Cancel();
    }
}
