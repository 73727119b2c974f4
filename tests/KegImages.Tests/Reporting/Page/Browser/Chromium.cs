using System.Diagnostics;
using KegImages.Building;
using KegImages.Commands;
using KegImages.LocalEngine;
using KegImages.Processes;

namespace KegImages.Tests.Reporting.Page.Browser;

/// <summary>A browser without a window: this machine's own, else Debian's package unpacked below the clone, as the private engine's
/// programs are; with axe-core from npm beside it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(ThisClone.Root, ".nuke", "temp", "chromium");
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly ProcessRunner runner = new();
    private readonly string profile = Directory.CreateTempSubdirectory("keg-chromium").FullName;
    private Process? process;

    /// <summary>Why there is none; null where it runs.</summary>
    public string? Lack { get; private set; }

    /// <summary>Where it is spoken to.</summary>
    internal Uri Address { get; private set; } = new("ws://localhost");

    /// <summary>The text of axe-core.</summary>
    public string Axe { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        try
        {
            var (program, libraries) = await FindAsync();
            Axe = await AxeAsync();
            Start(program, libraries);
            await ListenAsync();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Lack = $"no browser could be had: {exception.Message}";
        }
    }

    /// <summary>A page as a file that is there as long as the browser is.</summary>
    public async Task<string> WriteAsync(string page)
    {
        var folder = Directory.CreateDirectory(Path.Combine(profile, "pages", Guid.NewGuid().ToString("n")));
        var file = Path.Combine(folder.FullName, "family.html");
        await File.WriteAllTextAsync(file, page);
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        Directory.Delete(profile, recursive: true);
    }

    private async Task<(string Program, string? Libraries)> FindAsync()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists) is { } own)
            return (own, null);
        var prefix = Path.Combine(Folder, "packages");
        var program = Path.Combine(prefix, "usr", "lib", "chromium", "chromium");
        if (!File.Exists(program))
        {
            var packages = new EnginePackages(new LocalPaths(Folder), runner);
            var (suite, _) = await packages.FindAsync(new Work("chromium", _ => { }, TimeProvider.System), CancellationToken.None);
            await suite.UnpackMissingAsync(["chromium", "fonts-dejavu-core"], prefix, CancellationToken.None);
        }

        var libraries = Directory.EnumerateFiles(Path.Combine(prefix, "usr", "lib"), "*.so*", SearchOption.AllDirectories)
            .Select(file => Path.GetDirectoryName(file)!).Distinct();
        return (program, string.Join(Path.PathSeparator, libraries));
    }

    private async Task<string> AxeAsync()
    {
        var file = Path.Combine(Folder, "node_modules", "axe-core", "axe.min.js");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Folder);
            var install = new Command("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error",
                "--prefix", Folder, "axe-core@4.10.3"]);
            (await runner.RunAsync(install, null, null, CancellationToken.None)).OrThrow();
        }

        return await File.ReadAllTextAsync(file);
    }

    private void Start(string program, string? libraries)
    {
        var start = new ProcessStartInfo(program,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={profile}",
            "about:blank",
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        if (libraries is not null)
            start.Environment["LD_LIBRARY_PATH"] = libraries;
        process = Process.Start(start)!;
        // What nobody reads fills its pipe.
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    private async Task ListenAsync()
    {
        var file = Path.Combine(profile, "DevToolsActivePort");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (process!.HasExited)
                throw new InvalidOperationException($"it ended with {process.ExitCode}");
            if (File.Exists(file) && (await File.ReadAllLinesAsync(file, limit.Token)) is [var port, var path, ..])
            {
                Address = new Uri($"ws://127.0.0.1:{port}{path}");
                return;
            }

            await Task.Delay(50, limit.Token);
        }
    }
}
