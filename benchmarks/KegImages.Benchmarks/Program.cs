using System.Globalization;
using System.Runtime.InteropServices;
using KegImages.LocalEngine;
using KegImages.Processes;

namespace KegImages.Benchmarking;

/// <summary>
/// The benchmark as a program: <c>&lt;clone&gt; &lt;images&gt; &lt;runs&gt; [native]</c>; <c>./build.sh Benchmark</c> starts it.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var clone, var images, var runs, .. var rest])
        {
            await Console.Error.WriteLineAsync("say what to measure: <clone> <images> <runs> [native]");
            return 2;
        }

        using var interruption = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interruption.Cancel();
        });
        try
        {
            var engine = await new LocalProfile(clone, new ProcessRunner()).SetUpAsync(Console.WriteLine, interruption.Token);
            var benchmark = new FamilyBenchmark(clone, engine, new ProcessRunner(), Console.WriteLine);
            var report = await benchmark.RunAsync(Number(images), Number(runs), interruption.Token) with { IsNative = rest is ["native"] };
            var output = Directory.CreateDirectory(Path.Combine(clone, "output")).FullName;
            await File.WriteAllTextAsync(Path.Combine(output, "benchmark.md"), report.ToMarkdown(), interruption.Token);
            await File.WriteAllTextAsync(Path.Combine(output, "benchmark.json"), report.ToJson(), interruption.Token);
            Console.WriteLine(report.ToMarkdown());
            return 0;
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return exception is WrongUseException ? 2 : 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
