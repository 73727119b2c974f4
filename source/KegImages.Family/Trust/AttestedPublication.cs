using KegImages.Attesting;

namespace KegImages.Trust;

/// <summary>Holds what is to be published against what is to be attested of it.</summary>
/// <param name="workplace">Where.</param>
/// <param name="family">The family, which says what is asked for.</param>
internal sealed class AttestedPublication(Workplace workplace, Family family)
{
    /// <summary>Refuses what is not attested as it should be. What is in place was looked at when it came there.</summary>
    /// <exception cref="FailedException">Something is missing, or about something else; no tag was moved.</exception>
    public async Task ThrowUnlessAsync(Publication publication, CancellationToken cancellationToken)
    {
        var check = new AttestationCheck(workplace.World.Registries);
        var found = await Gathering.AllAsync(publication.Images.Where(image => image.InPlace.IsEmpty).Select(async image =>
            (image.Name, Problems: await check.ProblemsAsync(image.Pinned, image.Manifest, family[image.Name].Attest, image.Parents,
                cancellationToken))));
        if (found.Where(image => !image.Problems.IsEmpty).ToList() is { Count: > 0 } wrong)
            throw new FailedException(string.Join(Environment.NewLine, wrong.SelectMany(image => image.Problems
                .Select(problem => $"{image.Name} {problem}")).Append($"  build what is named once more: {workplace.Next(
                    $"Push --force {string.Join(' ', wrong.Select(image => $"--image {image.Name}"))}")}; no tag was moved")));
    }
}
