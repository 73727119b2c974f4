using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Soak;

namespace KegImages.ReliabilityTests.Generators;

/// <summary>Every reader, whatever it is given: a value or an error that is meant, at once, and without much memory.</summary>
public sealed class ReaderTests(ITestOutputHelper output)
{
    private const int InputsOfEach = 150;

    [Fact]
    public async Task No_text_hangs_or_crashes_a_reader()
    {
        var seed = Seed.Given ?? Seed.New();

        var (generated, findings) = await ReaderProcess.RunAsync(seed, InputsOfEach, CancellationToken.None);

        output.WriteLine($"seed {seed}: {generated} inputs");
        foreach (var finding in findings)
            output.WriteLine(finding.ToString());
        findings.Select(finding => $"{finding.Kind}: {finding.Text.Split('\n')[0]}").ShouldBeEmpty();
        generated.ShouldBeGreaterThanOrEqualTo(InputsOfEach * Readers.All.Length);
    }

    [Fact]
    public void Valid_texts_are_read_within_the_budget_and_some_of_them_to_a_value()
    {
        foreach (var reader in Readers.All)
        {
            foreach (var sample in reader.Samples)
                Budget.Judge(reader, System.Text.Encoding.UTF8.GetBytes(sample)).ShouldBeNull($"{reader}: {sample}");
        }
    }

    [Fact]
    public void A_reader_that_backtracks_crashes_or_takes_too_much_is_found()
    {
        Budget.Judge(Reader.OfText("one that throws", ["x"], ["x"], _ => throw new FormatException()), []).ShouldNotBeNull().Kind
            .ShouldBe(FindingKind.Crash);
        Budget.Judge(Reader.OfText("one that is slow", ["x"], ["x"], _ => Spin(150)), []).ShouldNotBeNull().Kind
            .ShouldBe(FindingKind.Hang);
        Budget.Judge(Reader.OfText("one that hoards", ["x"], ["x"], _ => GC.KeepAlive(new byte[80_000_000])), []).ShouldNotBeNull().Kind
            .ShouldBe(FindingKind.Hang);
        Budget.Judge(Reader.OfText("one that is wordless", ["x"], ["x"], _ => throw new FailedException(" ")), []).ShouldNotBeNull().Kind
            .ShouldBe(FindingKind.Wrong);
        Budget.Judge(Reader.OfText("one that refuses", ["x"], ["x"], _ => throw new FailedException("no")), []).ShouldBeNull();
    }

    private static void Spin(int milliseconds)
    {
        for (var start = Budget.ProcessorTime(); Budget.ProcessorTime() - start < TimeSpan.FromMilliseconds(milliseconds);)
            Thread.SpinWait(1_000);
    }

    [Fact]
    public void Inputs_of_one_seed_are_the_same()
    {
        static List<string> Some(int seed)
        {
            var inputs = Inputs.For(Readers.All[0]);
            return [.. Enumerable.Range(0, 40).Select(i => Convert.ToHexString(inputs.Generate(Seed.OfGenerators(seed, i), null, out _)))];
        }

        Some(7).ShouldBe(Some(7));
        Some(7).ShouldNotBe(Some(8));
    }
}
