using KegImages.Pipeline;
using KegImages.Reports.Page;

namespace KegImages.Reporting;

/// <summary>How old the images from outside are that the family stands on: two requests each.</summary>
/// <param name="pipeline">The run that they were read for.</param>
internal sealed class OutsideAges(ImagePipeline pipeline)
{
    // What says no time of its own is made reproducible by the beginning of time.
    private static readonly DateTimeOffset Believable = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The images, each with the time that it was made, where it says one.</summary>
    public async Task<ImmutableArray<PageOutside>> OfAsync(ImmutableArray<PageOutside> outside, CancellationToken cancellationToken)
    {
        var edges = pipeline.Family.Images.SelectMany(image => image.Parents).Where(edge => edge.Member is null)
            .DistinctBy(edge => edge.Reference.Familiar).ToDictionary(edge => edge.Reference.Familiar, StringComparer.Ordinal);
        return [.. await Task.WhenAll(outside.Select(async image =>
            image with { Created = await CreatedAsync(edges[image.Reference], cancellationToken) }))];
    }

    private async Task<DateTimeOffset?> CreatedAsync(Parent edge, CancellationToken cancellationToken)
    {
        try
        {
            var world = pipeline.Opened.World;
            var pinned = pipeline.Made?.Facts.Pins.GetValueOrDefault(edge.Reference)
                ?? world.PlaceOf(edge, pipeline.Opened.Model.MappingTo(pipeline.Request.Provider));
            var created = (await world.Registries.GetImageConfigAsync(pinned, cancellationToken))?.Created;
            return created > Believable ? created : null;
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            // Its age alone is not known.
            return null;
        }
    }
}
