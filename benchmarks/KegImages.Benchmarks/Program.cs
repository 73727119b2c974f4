using System.Globalization;
using System.Runtime.InteropServices;
using KegImages.LocalEngine;
using KegImages.Processes;

namespace KegImages.Benchmarking;

/// <summary>
/// The benchmark as a program: <c>&lt;clone&gt; &lt;images&gt; &lt;runs&gt; [native]</c>, or <c>&lt;clone&gt; plan &lt;images&gt;</c> for
/// large families; <c>./build.sh Benchmark</c> starts it.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var clone, var images, var runs, .. var rest])
        {
            await Console.Error.WriteLineAsync("say what to measure: <clone> <images> <runs> [native], or <clone> plan <images>");
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
            if (images == "plan")
                return await LargeAsync(clone, engine, Number(runs), interruption.Token);
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

    // Beside the size that is asked for, a tenth of it: what is not linear shows.
    private static async Task<int> LargeAsync(string clone, LocalEndpoint engine, int images, CancellationToken cancellationToken)
    {
        if (images < 30)
            throw new WrongUseException($"--plan-images {images}: a family of which a tenth is one too has at least 30 images");
        var benchmark = new LargeFamilyBenchmark(clone, engine, new ProcessRunner(), Console.WriteLine);
        LargeFamilyReport[] reports =
            [await benchmark.RunAsync(images / 10, cancellationToken), await benchmark.RunAsync(images, cancellationToken)];
        var text = LargeFamilyReport.ToMarkdown(reports);
        var output = Directory.CreateDirectory(Path.Combine(clone, "output")).FullName;
        await File.WriteAllTextAsync(Path.Combine(output, "benchmark-large.md"), text, cancellationToken);
        Console.WriteLine(text);
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
