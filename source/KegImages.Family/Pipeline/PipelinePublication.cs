using System.Diagnostics;
using KegImages.Consoles;
using KegImages.Reports;

namespace KegImages.Pipeline;

/// <summary>The publication of a pipeline's images as a person sees it: tests, tags that move, and what was pushed.</summary>
internal sealed class PipelinePublication(PipelineTalk talk, StageBuilds builds, Func<CancellationToken, Task> testAsync)
{
    private const string NothingDiffers = "nothing differs from the default tag's images: nothing was pushed";

    private const string Moving = "moving tags and reading them back";

    // How often images are built again because another run published their parent meanwhile.
    private const int MostRounds = 2;

    private readonly ImagePipeline pipeline = talk.Pipeline;
    private readonly World world = talk.World;

    /// <inheritdoc cref="ImageCommands.PublishAsync"/>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (pipeline.Request.Scope.IsEmpty)
        {
            talk.Output.Tell([await WhyNothingAsync(cancellationToken)]);
            await talk.Page.ShowAsync(pipeline, new FamilyReport([]), false, cancellationToken);
            return;
        }

        var watch = Stopwatch.StartNew();
        PublishedFamily? published = null;
        for (var round = 0; published is null; round++)
        {
            try
            {
                await testAsync(cancellationToken);
                using var sign = new LifeSign(Moving, world.Terminal, world.Clock, world.Detail) { Part = Part };
                published = await pipeline.PublishAsync(cancellationToken);
            }
            catch (OperationCanceledException exception)
                when (cancellationToken.IsCancellationRequested && !Interrupted.IsSaid(exception))
            {
                talk.Output.Tell(Interrupted.Lines(exception, Stands(exception)));
                throw;
            }
            catch (StaleParentException exception) when (round < MostRounds)
            {
                talk.Tell(["", .. exception.Message.Split(Environment.NewLine), "that is done now, and published then", ""]);
                await builds.BuildAgainAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                if (pipeline.Kept is { } kept && !exception.Message.Contains(kept, StringComparison.Ordinal))
                    talk.Tell([kept]);
                foreach (var line in LastLines.Unseen(exception) ?? [])
                    await world.Terminal.Out.WriteLineAsync(line);
                throw;
            }
        }

        await ShowAsync(published, watch.Elapsed, cancellationToken);
    }

    // How far an interrupted publication came, and what the next run need not build.
    private IEnumerable<string> Stands(OperationCanceledException exception) => LastLines.Unseen(exception) is { Count: > 1 } lines
        ? [string.Join("; ", new[] { "tags were being moved", pipeline.Kept }.OfType<string>()), .. lines] : [pipeline.Remains];

    private string Part() => string.Join("; ", new[] { pipeline.Publishing, world.Registries.Open.ToText() }.OfType<string>());

    /// <summary>Which tags would move, for people; nothing is moved.</summary>
    public async Task<IEnumerable<string>> PlannedMovesAsync(CancellationToken cancellationToken)
    {
        if (pipeline.Request.Scope.IsEmpty)
            return [await WhyNothingAsync(cancellationToken)];
        var moves = await pipeline.PlannedMovesAsync(cancellationToken);
        string[] mirrors = [.. pipeline.Behind.Select(mirror => $"the same digests go to {mirror}, before any tag moves")];
        return moves.IsEmpty
            ? [NothingMoved, .. mirrors]
            : ["then, when every image is green, without moving a layer:", .. moves.Select(move => $"  {move.Content} → {move.Tag}"),
                .. mirrors];
    }

    private async Task ShowAsync(PublishedFamily published, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        if (published.Held is { } held)
        {
            talk.Output.Tell([$"{held}: it was put there while this run built"]);
            await talk.Page.ShowAsync(pipeline, talk.Report, false, cancellationToken);
            return;
        }

        var report = talk.Report;
        talk.Say(report.ToTable());
        if (published.Note is { } note)
            talk.Tell(["", note]);
        var (all, moved) = (published.Images.Length, published.Images.Count(image => !image.Moved.IsEmpty));
        var images = moved < all ? $"{moved} of {all} images" : all == 1 ? "1 image" : $"{all} images";
        talk.Say([""]);
        talk.Output.Tell([moved == 0
            ? NothingMoved
            : $"pushed {images} to {Place}, read back and compared, in "
                + $"{Human.Duration(elapsed)}{(moved < all ? "; the rest was there already" : "")}"]);
        talk.Say(pipeline.Request.Mirrors.Select(mirror => Mirrored(mirror, published)));
        // What has moved is said before a full disk can end it.
        await talk.Output.WriteAsync("family.json", report.ToJson(), cancellationToken);
        await talk.Page.ShowAsync(pipeline, report, true, cancellationToken);
        await talk.WritePageAsync(true, cancellationToken);
    }

    private static string Mirrored(Provider mirror, PublishedFamily published)
    {
        var images = published.Mirrored.Where(image => mirror.Holds(image.Pinned)).ToList();
        var moved = images.Count(image => !image.Moved.IsEmpty);
        return moved == 0 ? $"all {images.Count} images are at {mirror} already: nothing moved there"
            : $"brought {moved} of {images.Count} images to {mirror}, read back and compared";
    }

    private async Task<string> WhyNothingAsync(CancellationToken cancellationToken) =>
        (await pipeline.PlanAsync(cancellationToken)).Held ?? NothingDiffers;

    private string NothingMoved => $"all {pipeline.Request.Scope.Length} images are at {Place} already: nothing moved";

    private string Place => $"{pipeline.Request.Provider} as {string.Join(", ", pipeline.Tags.All)}";
}
