namespace KegImages.Pipeline;

/// <summary>Looks once more at what an image was built from, right after it was built.</summary>
/// <param name="run">The run.</param>
/// <param name="planning">Knows what the plan was made from.</param>
/// <param name="whole">The plan.</param>
internal sealed class BuiltStepCheck(OpenedRequest run, PlanMaking planning, MadePlan whole)
{
    /// <summary>
    /// Takes the image back where something changed. BuildKit reads the files long after the plan did: what was edited in between is in an
    /// image whose content tag says otherwise, and nobody may find it there.
    /// </summary>
    /// <exception cref="FailedException">Something changed; it says what, and what became of the image.</exception>
    public async Task ConfirmAsync(BuildStep step, CancellationToken cancellationToken)
    {
        var edited = new EditedImage(run.World, step.Content, run.Options.Push && whole.Builder is not { IsKept: true }
            // A part is under no tag: what stands there is another one's.
            && run.Shard is not { IsOfParts: true });
        var changes = await planning.ChangesAsync(step.Image, whole.Facts, cancellationToken);
        if (!changes.IsEmpty)
            throw new FailedException(await edited.WithdrawAsync(changes, cancellationToken));
        if (await MovedAsync(step, cancellationToken) is { } parent)
            throw new FailedException(await edited.WithdrawAsync(parent, cancellationToken));
    }

    // What only the engine has cannot be named by digest, and so it may be another image by the time that it is built on.
    private async Task<ImageReference?> MovedAsync(BuildStep step, CancellationToken cancellationToken)
    {
        foreach (var (parent, known) in step.Parents.Where(parent => parent.Pinned is { Digest: null })
            .Select(parent => (parent.Pinned!, parent.Digest)).Distinct())
        {
            if (await run.World.Engine.Images.FindAsync(parent.ToString(), cancellationToken) is not { } image
                || (known is not null && image.Id != known))
                return parent;
        }

        return null;
    }
}
