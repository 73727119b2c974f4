using System.Runtime.CompilerServices;
using KegImages.Pipeline;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>What the target Plan has opened, for the targets behind it: an interface has no field to keep it in.</summary>
internal static class OpenedFamily
{
    private static readonly ConditionalWeakTable<INukeBuild, ImageCommands> Opened = [];

    public static void Keep(INukeBuild build, ImageCommands opened) => Opened.AddOrUpdate(build, opened);

    public static ImageCommands Of(INukeBuild build) => Opened.TryGetValue(build, out var opened)
        ? opened
        : throw new WrongUseException("nothing is planned: what builds and publishes needs the target Plan before it",
            next: "do not leave it out with --skip Plan");
}
