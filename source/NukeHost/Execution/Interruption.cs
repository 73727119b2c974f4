using System.Runtime.InteropServices;
using Nuke.Common.Output;

namespace Nuke.Common.Execution;

/// <summary>
/// Ctrl+C and a request to end. The first lets the running target end by itself, then ends its children, then leaves it behind;
/// the second ends the run at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan ToEndByItself = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ToEndAfterChildren = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan HandlersApart = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan BeforeAWord = TimeSpan.FromMilliseconds(400);

    private readonly HostOutput _output;
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;
    private string? _running;
    private volatile bool _isOver;

    public Interruption(HostOutput output)
    {
        _output = output;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];
    }

    public bool IsRequested => _requested.Task.IsCompleted;

    /// <summary>128 and the signal's number, as shells count; null when there was none.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>
    /// Whether a cancellation comes from an interruption. The target hears of a signal by a handler of its own, which may run a moment
    /// before ours.
    /// </summary>
    public async Task<bool> IsBehindAsync(Exception failure) =>
        failure is OperationCanceledException && await Task.WhenAny(_requested.Task, Task.Delay(HandlersApart)) == _requested.Task;

    /// <summary>
    /// Waits for a target. When the run is interrupted and the target does not end, throws <see cref="OperationCanceledException"/> and
    /// leaves it behind.
    /// </summary>
    public async Task WatchAsync(string name, Task target)
    {
        _running = name;
        _isOver = false;
        // A target that runs because the run was interrupted is not interrupted a second time.
        if (IsRequested || await Task.WhenAny(target, _requested.Task) == target)
        {
            await target;
            return;
        }

        try
        {
            await target.WaitAsync(ToEndByItself);
        }
        catch (TimeoutException)
        {
            await LeaveAsync(target);
        }
        finally
        {
            _isOver = true;
            await ChildProcesses.EndAsync();
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private static async Task LeaveAsync(Task target)
    {
        await ChildProcesses.EndAsync();
        try
        {
            await target.WaitAsync(ToEndAfterChildren);
        }
        catch (Exception exception)
        {
            throw new OperationCanceledException("The target did not end by itself", exception);
        }
    }

    // What ends at once says itself how it ended.
    private async Task SayAsync()
    {
        await Task.Delay(BeforeAWord);
        if (!_isOver)
            _output.Plain($"Interrupted: waiting for {_running ?? "the run"} to end; once more ends it at once");
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        var code = context.Signal == PosixSignal.SIGTERM ? 143 : 130;
        if (ExitCode is not null)
        {
            ChildProcesses.Kill();
            Environment.Exit(code);
        }

        ExitCode = code;
        _requested.TrySetResult();
        _ = SayAsync();
    }
}
