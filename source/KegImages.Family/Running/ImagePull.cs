using KegImages.Consoles;

namespace KegImages.Running;

/// <summary>Brings an image into the engine's store, under its digest and under the reference that chose it.</summary>
internal sealed class ImagePull(RunnableImage image)
{
    private bool IsHere => image.Id is not null;

    private bool IsNamed => image.Reference.Tag is null || image.Digest is null || image.Before == image.Digest;

    /// <summary>What docker's own client would be told, for people.</summary>
    public IEnumerable<Command> Shown(DockerClient docker)
    {
        if (!IsHere)
            yield return docker.Command("pull", "--quiet", image.Pinned);
        if (!IsNamed)
            yield return docker.Command("tag", image.Pinned, image.Reference.Locator + ":" + image.Reference.Tag);
    }

    /// <summary>Brings it, unless it is there. Throws <see cref="FailedException"/> when the engine cannot.</summary>
    public async Task RunAsync(World world, CancellationToken cancellationToken)
    {
        if (!IsHere)
        {
            await using var console = new RunConsole(BoardPlan.Open, world.Terminal, world.Clock, world.Detail) { IsBrief = true };
            var step = new Work(image.Reference.ToString(), console.Show, world.Clock);
            await step.RunAsync("pulling", async () =>
            {
                await step.StepAsync("pulling", pulling => world.Engine.Images.PullAsync(image.Reference.At(image.Digest!), world.Logins,
                    layer => pulling.Move(layer.Layer, layer.Current, layer.Total), cancellationToken));
                return "pulled";
            });
        }

        if (!IsNamed)
            await world.Engine.Images.TagAsync(image.Pinned, image.Reference, cancellationToken);
    }
}
