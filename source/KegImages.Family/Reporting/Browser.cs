using KegImages.Contexts;

namespace KegImages.Reporting;

/// <summary>Hands a page to the browser of who sits before the terminal.</summary>
/// <param name="workplace">Where.</param>
internal sealed class Browser(Workplace workplace)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Opens a file below <c>output</c>; where there is no terminal, no display or no browser, says where it is.</summary>
    public async Task OpenAsync(string file, CancellationToken cancellationToken)
    {
        var path = Path.Combine(workplace.Root, OwnFolders.Output, file);
        if (workplace.Json is not null)
            return;
        if (Opener(path) is not { } command || !await RunsAsync(command, cancellationToken))
            workplace.Output.Say([$"no browser can be opened from here: {path}"]);
    }

    private Command? Opener(string path)
    {
        if (!workplace.World.Terminal.IsLive)
            return null;
        if (OperatingSystem.IsWindows())
            return new Command("explorer", [path]) { Timeout = Patience };
        if (OperatingSystem.IsMacOS())
            return new Command("open", [path]) { Timeout = Patience };
        var environment = workplace.World.Environment;
        return environment.ContainsKey("DISPLAY") || environment.ContainsKey("WAYLAND_DISPLAY")
            ? new Command("xdg-open", [path]) { Timeout = Patience } : null;
    }

    private async Task<bool> RunsAsync(Command command, CancellationToken cancellationToken)
    {
        try
        {
            var result = await workplace.World.Runner.RunAsync(command, null, null, cancellationToken);
            // explorer says 1 where it has opened what it was given.
            return result.ExitCode == 0 || OperatingSystem.IsWindows();
        }
        catch (FailedException)
        {
            return false;
        }
    }
}
