using KegImages.Registry;

namespace KegImages.Attesting;

/// <summary>Compares what is attested of images with what was asked for, and with what they were built on.</summary>
/// <param name="registries">The client.</param>
internal sealed class AttestationCheck(RegistryClient registries)
{
    /// <summary>What of an image is not attested as it should be, a clause each; none where all is.</summary>
    /// <param name="pinned">The image by its digest.</param>
    /// <param name="manifest">Its manifest, where it was read before.</param>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="parents">What it was built on: each by its digest.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<ImmutableArray<string>> ProblemsAsync(ImageReference pinned, RegistryManifest? manifest, Attestations wanted,
        IEnumerable<ImageReference> parents, CancellationToken cancellationToken)
    {
        if (wanted.IsNone)
            return [];
        manifest ??= await registries.GetManifestAsync(pinned, cancellationToken);
        if (manifest is null)
            return ["is not in the registry"];
        if (!manifest.IsAttested)
            return ["has no attestations, or not for all of its platforms"];
        var built = parents.Where(parent => parent.Digest is not null).ToList();
        var problems = await Task.WhenAll(manifest.Attestations.Select(entry =>
            ProblemsAsync(pinned, entry.Attestation, entry.Image, wanted, built, cancellationToken)));
        return [.. problems.SelectMany(problem => problem).Distinct()];
    }

    private async Task<IEnumerable<string>> ProblemsAsync(ImageReference pinned, Digest attestation, Digest image, Attestations wanted,
        List<ImageReference> parents, CancellationToken cancellationToken)
    {
        List<Statement> statements;
        try
        {
            statements = await ReadAsync(pinned, attestation, cancellationToken);
        }
        catch (UnreadableDocumentException exception)
        {
            return [exception.Message];
        }

        List<string> problems = [];
        if (statements.Any(statement => !statement.Subjects.Contains(image)))
            problems.Add($"has an attestation that is about something else than {image.Abbreviated}");
        if (wanted.Generator is not null && !statements.Any(statement => statement.IsSbom))
            problems.Add("has no list of its packages (sbom)");
        if (wanted.Provenance is null)
            return problems;
        if (statements.Find(statement => statement.IsProvenance) is not { } provenance)
            return [.. problems, "has no provenance"];
        problems.AddRange(parents.Where(parent => !provenance.Materials.Contains(parent.Digest!)).Select(parent =>
            $"was built on {parent} by its record, and its provenance does not name that among its materials"));
        return problems;
    }

    private async Task<List<Statement>> ReadAsync(ImageReference pinned, Digest attestation, CancellationToken cancellationToken)
    {
        var manifest = await registries.GetManifestAsync(pinned.At(attestation), cancellationToken)
            ?? throw new FailedException($"{pinned}: its attestation {attestation.Abbreviated} is missing in the registry");
        List<Statement> statements = [];
        foreach (var layer in manifest.Layers.Where(layer => layer.MediaType == MediaTypes.InToto))
        {
            var blob = await registries.GetBlobAsync(pinned, layer.Digest, cancellationToken)
                ?? throw new FailedException(
                    $"{pinned}: the content of its attestation {layer.Digest.Abbreviated} is missing in the registry");
            statements.Add(Statement.Parse(blob.Span, $"the attestation {layer.Digest.Abbreviated} of {pinned}"));
        }

        return statements;
    }
}
