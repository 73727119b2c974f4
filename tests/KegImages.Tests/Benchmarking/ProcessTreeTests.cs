using System.Diagnostics;
using System.Globalization;
using KegImages.Benchmarking;

namespace KegImages.Tests.Benchmarking;

public sealed class ProcessTreeTests
{
    [Fact]
    public void A_process_tree_knows_the_time_of_this_process()
    {
        var watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 60)
            ProcessTree.ResidentBelow(Environment.ProcessId);

        ProcessTree.ProcessorTime(Environment.ProcessId).ShouldBeGreaterThan(0.02);
    }

    [Fact]
    public async Task What_a_process_tree_is_told_to_leave_out_is_not_counted_nor_what_is_below_it()
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", "sleep 60; true"]))!;
        try
        {
            for (var look = 0; look < 100 && ProcessTree.ResidentBelow(shell.Id) == 0; look++)
                await Task.Delay(50);

            ProcessTree.ResidentBelow(shell.Id).ShouldBeGreaterThan(0);
            var sleeping = int.Parse(await File.ReadAllTextAsync($"/proc/{shell.Id}/task/{shell.Id}/children"),
                CultureInfo.InvariantCulture);
            ProcessTree.ResidentBelow(shell.Id, without: sleeping).ShouldBe(0);
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
    }
}
