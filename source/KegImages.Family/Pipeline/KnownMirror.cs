namespace KegImages.Pipeline;

/// <summary>What a plan knows of a further provider, which gets the digests of the first.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Records">The records there; null where nobody looked.</param>
/// <param name="InPlace">The images whose tags are all on the digest that the first provider has.</param>
internal sealed record KnownMirror(Provider Provider, KnownRecords? Records, ImmutableDictionary<ImageName, Digest> InPlace)
{
    /// <summary>A provider that nothing is known of.</summary>
    public KnownMirror(Provider provider)
        : this(provider, null, ImmutableDictionary<ImageName, Digest>.Empty)
    {
    }

    /// <summary>
    /// Looks at the images that are in place at the first provider; the others move there as well. An image counts as in place when the
    /// record of all tags has its digest and its primary tag is there: one request each, as at the first.
    /// </summary>
    public static async Task<KnownMirror> ReadAsync(RegistryClient registries, Provider provider, MadePlan made,
        CancellationToken cancellationToken)
    {
        var tags = made.Request.Tags;
        var records = await KnownRecords.ReadAsync(registries, provider, tags.All, tags.Primary, made.Request.Named,
            cancellationToken);
        if (records.Primary.Record is not { } record || !tags.All.All(records.Agreeing.Contains))
            return new KnownMirror(provider, records, ImmutableDictionary<ImageName, Digest>.Empty);
        var looked = made.Plan.Reused.Where(image => made.IsImageInPlace(image.Name) && image.Digest is not null
            && record.Find(image.Name)?.Digest == image.Digest).ToList();
        var heads = await Gathering.AllAsync(
            looked.Select(image => registries.HeadAsync(provider.Of(image.Name).With(tags.PrimaryOf(image.Name)), cancellationToken)));
        return new KnownMirror(provider, records, looked.Zip(heads).Where(pair => pair.Second?.Digest == pair.First.Digest)
            .ToImmutableDictionary(pair => pair.First.Name, pair => pair.First.Digest!));
    }
}
