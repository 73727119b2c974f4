using System.Collections.Concurrent;
using KegImages.Building;
using KegImages.Commands;
using KegImages.Engines;
using KegImages.Planning;
using KegImages.References;
using KegImages.Tests.Engines;

namespace KegImages.Tests.Building;

/// <summary>Tests that build with a scripted engine, in a folder of their own.</summary>
public abstract class BuildingTests : IDisposable
{
    private protected string Folder { get; } = Directory.CreateTempSubdirectory("keg-building-").FullName;

    private protected ConcurrentQueue<BuildEvent> Events { get; } = [];

    private protected ConcurrentDictionary<string, Digest> Registry { get; } = [];

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected PlannedBuilds Run(
        ScriptedRunner runner, ImagePush? push = null, Func<BuildStep, CancellationToken, Task>? confirm = null,
        Engine? engine = null) => new(
        runner, new DockerClient(), engine ?? FakeEngine.Nowhere, "/repository", Folder, (reference, _) =>
            Task.FromResult(Registry.GetValueOrDefault(reference.ToString())), Events.Enqueue)
    {
        Clock = new HurriedClock(),
        Push = push,
        Confirm = confirm ?? ((_, _) => Task.CompletedTask),
    };

    /// <summary>What the registry says when the engine has pushed an image to it.</summary>
    private protected Digest Taken(ImageReference content) => Registry[content.ToString()] = FamilyOf.DigestOf(content.Name);

    private protected ScriptedRunner Builder(string? failing = null, Func<Command, Task>? before = null) =>
        new(async (command, onError, cancellationToken) =>
    {
        if (before is not null)
            await before(command);
        var content = ImageReference.Parse(After(command, "--tag"));
        if (content.Name == failing)
        {
            foreach (var line in Sample.Lines("failing-run"))
                onError!(line);
            return ScriptedRunner.Ended(command, 1);
        }

        foreach (var line in Sample.Lines("cached"))
            onError!(line);
        var config = FamilyOf.DigestOf($"config of {content.Name}");
        var digest = command.Arguments.Contains("--push") ? FamilyOf.DigestOf(content.Name) : config;
        Registry[content.ToString()] = digest;
        await File.WriteAllTextAsync(After(command, "--metadata-file"),
            $$"""{"containerimage.digest":"{{digest}}","containerimage.config.digest":"{{config}}"}""", cancellationToken);
        return ScriptedRunner.Ended(command);
    });

    private protected static string After(Command command, string option) => command.Arguments[command.Arguments.IndexOf(option) + 1];

    // Every wait is over at once.
    private sealed class HurriedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
