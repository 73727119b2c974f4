using System.ComponentModel;
using System.Diagnostics;
using KegImages.Commands;
using KegImages.Processes;

namespace KegImages.ReliabilityTests.Secrets;

/// <summary>An SSH agent with a key of its own, as somebody has it who builds from private repositories.</summary>
internal sealed class SshAgent : IDisposable
{
    private const int WrittenLines = 2;
    private readonly Process process;

    private SshAgent(Process process, string socket, Planted key) => (this.process, Socket, Key) = (process, socket, key);

    /// <summary>Where it listens.</summary>
    public string Socket { get; }

    /// <summary>A line of its private key.</summary>
    public Planted Key { get; }

    /// <summary>Makes a key and starts an agent that has it; null on a machine without SSH.</summary>
    /// <param name="folder">Where key and socket lie.</param>
    public static async Task<SshAgent?> TryStartAsync(string folder)
    {
        var (file, socket) = (Path.Combine(folder, "id_ed25519"), Path.Combine(folder, "agent"));
        try
        {
            await RunAsync("ssh-keygen", [], "-q", "-t", "ed25519", "-N", "", "-C", "planted", "-f", file);
            var process = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true })!;
            while (!File.Exists(socket) && !process.HasExited)
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            await RunAsync("ssh-add", [new("SSH_AUTH_SOCK", socket)], "-q", file);
            // The first lines say only which kind of key it is; the private part begins behind them.
            return new SshAgent(process, socket, new Planted("the SSH key", (await File.ReadAllLinesAsync(file))[WrittenLines + 1]));
        }
        catch (Exception exception) when (exception is Win32Exception or FailedException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private static async Task RunAsync(string program, KeyValuePair<string, string?>[] environment, params string[] arguments)
    {
        var command = new Command(program, arguments);
        foreach (var (name, value) in environment)
            command = command with { Environment = command.Environment.SetItem(name, value) };
        (await new ProcessRunner().RunAsync(command, null, null, CancellationToken.None)).OrThrow();
    }
}
