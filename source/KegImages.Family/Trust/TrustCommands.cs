using System.Diagnostics;
using KegImages.Signing;

namespace KegImages.Trust;

/// <summary>Signs published sets, and tells whether one holds: the commands as a person sees them.</summary>
public sealed class TrustCommands
{
    private readonly Workplace workplace;
    private readonly Selection selection;
    private readonly FamilyModel model;
    private readonly GitFacts git;
    private readonly SignSettings settings;
    private readonly ImmutableArray<Provider> providers;

    private TrustCommands(Workplace workplace, Selection selection, FamilyModel model, GitFacts git)
    {
        (this.workplace, this.selection, this.model, this.git) = (workplace, selection, model, git);
        settings = model.Settings.Sign ?? throw new WrongUseException(
            "nothing says by what images are signed", new SourceLocation(KegSettings.FileName),
            $"add sign: with a key and its publicKey, or with an identity: {ThisProgram.Page("trust")}");
        providers = [workplace.ProviderOf(model.Settings), .. workplace.MirrorsOf(model.Settings)];
    }

    /// <summary>Reads family and repository; asks no registry.</summary>
    /// <exception cref="WrongUseException">Everything that is wrong with them.</exception>
    public static async Task<TrustCommands> OpenAsync(Workplace workplace, Selection selection, CancellationToken cancellationToken)
    {
        var gathering = new Gathering();
        var (model, git) = await workplace.OpenAsync(gathering, cancellationToken);
        return new TrustCommands(workplace, selection, model,
            await ReleaseFacts.WithAsync(workplace, selection, model.Settings, git, cancellationToken));
    }

    /// <summary>
    /// Signs what of a published set is not signed: each image by its digest, and then, where every tag names what the record says, the
    /// record.
    /// </summary>
    /// <param name="published">What this very run has published: then nothing else is signed; null where a person says to sign what is
    /// there.</param>
    /// <param name="cancellationToken">Ends it before the next signature.</param>
    /// <exception cref="WrongUseException">There is no such set, or no key.</exception>
    /// <exception cref="FailedException">The set is not what it should be, or a signature failed.</exception>
    public async Task<Decision> SignAsync(IReadOnlyDictionary<ImageName, Digest>? published, CancellationToken cancellationToken)
    {
        if (published is { Count: 0 })
        {
            Say(["nothing was published by this run, so nothing is signed"]);
            return Decision.Nothing;
        }

        var cosign = new SigningKeys(workplace).Signer(settings);
        List<(SignedSet Set, Provider Provider, ImmutableArray<ImageReference> Images, bool IsSigned)> todo = [];
        var signed = SignedImages.Of(workplace, model.Settings, cosign);
        foreach (var provider in providers)
        {
            var (set, record) = await ReadAsync(provider, cancellationToken);
            var unsigned = await set.UnsignedAsync(signed, cancellationToken);
            ThrowIfAnothers(record, unsigned, published);
            todo.Add((set, provider, [.. unsigned.Select(image => provider.Of(image.Image.Name).At(image.Image.Digest))],
                await set.WhyNotAsync(signed, cancellationToken) is null));
        }

        return new Decision(async token =>
        {
            var watch = Stopwatch.StartNew();
            foreach (var (set, _, images, isSigned) in todo)
            {
                await SignAsync(cosign, images, token);
                if (await set.MovedAsync(token) is { IsEmpty: false } moved)
                    throw new FailedException(string.Join(Environment.NewLine, [$"the tags of '{Tags.Primary}' are not what its record "
                        + "says, so the record was not signed:", .. moved.Select(line => "  " + line),
                        $"a push makes them agree: {workplace.Next($"Push --tag {Tags.Primary}")}"]));
                if (!isSigned)
                    await SignAsync(cosign, [set.Record], token);
                signed.Forget();
                await ThrowUnlessSignedAsync(set, signed, token);
            }

            var count = todo.Sum(entry => entry.Images.Length);
            Say(todo.SelectMany(entry => entry.Images.Select(image => $"signed {image}")
                .Concat(entry.IsSigned ? [] : new[] { $"signed {entry.Set.Record}, the record of '{Tags.Primary}'" })));
            Say([count == 0 && todo.TrueForAll(entry => entry.IsSigned)
                ? $"the set of '{Tags.Primary}' is signed already, and verifies"
                : $"the set of '{Tags.Primary}' is signed, read back and verified by {settings.Believed}, in "
                    + Human.Duration(watch.Elapsed)]);
        }, () => Say([.. todo.SelectMany(entry => entry.Images.Select(image => $"would sign {image}")
            .Concat(entry.IsSigned ? [] : new[] { $"would sign {entry.Set.Record}, the record of '{Tags.Primary}'" })),
            "a dry run: nothing was signed"]));
    }

    /// <summary>Prints how a set stands, and writes <c>output/verify.json</c>.</summary>
    /// <exception cref="WrongUseException">There is no such set.</exception>
    /// <exception cref="FailedException">Something of it does not hold, all of it named; or that cannot be told.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        var signed = SignedImages.Of(workplace, model.Settings, new SigningKeys(workplace).Verifier(settings));
        List<VerifiedSet> sets = [];
        foreach (var provider in providers)
        {
            var (set, record) = await ReadAsync(provider, cancellationToken);
            var why = await set.WhyNotAsync(signed, cancellationToken);
            var unsigned = await set.UnsignedAsync(signed, cancellationToken);
            sets.Add(new VerifiedSet(provider.ToString(), Tags.Primary.ToString(), set.Record.ToString(), settings.Believed,
                [.. record.Images.Select(image => new VerifiedImage(image.Name.ToString(), image.Digest.ToString()))],
            [
                .. why is null ? Array.Empty<string>() : [$"the record {set.Record} {why}"],
                .. await set.OtherRecordsAsync(cancellationToken),
                .. await set.MovedAsync(cancellationToken),
                .. unsigned.Select(image => $"{provider.Of(image.Image.Name).At(image.Image.Digest)} {image.Why}"),
                .. await set.UnattestedAsync(model.Settings.Attest, cancellationToken),
            ]));
        }

        await workplace.Output.ShowAsync("verify.json", sets.SelectMany(set => set.ToLines()), VerifyJson.Of(sets), cancellationToken);
        if (sets.SelectMany(set => set.Problems).ToList() is { Count: > 0 } problems)
            throw new FailedException(string.Join(Environment.NewLine, [$"the set of '{Tags.Primary}' does not hold:",
                .. problems.Select(problem => "  " + problem),
                $"  what is right is signed by {workplace.Next($"Sign --tag {Tags.Primary}")}; a push builds and moves what is not: "
                    + workplace.Next($"Push --tag {Tags.Primary}")]));
    }

    private TagSet Tags => FamilyTags.Of(selection.Tag, model, git);

    private async Task<(SignedSet Set, FamilyRecord Record)> ReadAsync(Provider provider, CancellationToken cancellationToken)
    {
        var reading = await new FamilyRecordStore(workplace.World.Registries).GetAsync(provider, Tags.Primary, cancellationToken);
        var record = reading switch
        {
            RecordFound found => found.Found,
            RecordUnreadable unreadable => throw new FailedException(unreadable.Reason),
            _ => throw new WrongUseException($"{provider} has no family record of '{Tags.Primary}', so there is no set to sign or verify",
                next: $"publish one: {workplace.Next("Push")}; or name another: --tag <tag>"),
        };
        return (new SignedSet(workplace.World.Registries, provider, record, Tags), record);
    }

    // Who pushes vouches for what was pushed by that run; what somebody else put there meanwhile is nobody's word yet.
    private void ThrowIfAnothers(FamilyRecord record, ImmutableArray<(RecordedImage Image, string Why)> unsigned,
        IReadOnlyDictionary<ImageName, Digest>? published)
    {
        if (published is null)
            return;
        var others = unsigned.Where(image => published.GetValueOrDefault(image.Image.Name) != image.Image.Digest)
            .Select(image => $"  {image.Image.Name}@{image.Image.Digest.Abbreviated} {image.Why}")
            .Concat(published.Where(image => record.Find(image.Key)?.Digest != image.Value)
                .Select(image => $"  {image.Key} was published as {image.Value.Abbreviated}, and the record says "
                    + (record.Find(image.Key)?.Digest.Abbreviated ?? "nothing"))).ToList();
        if (others.Count > 0)
            throw new FailedException(string.Join(Environment.NewLine, [$"the record of '{Tags.Primary}' names what this run did not "
                + "publish, and nobody signed; nothing was signed:", .. others,
                $"push all of it, or look at it and sign it by name: {workplace.Next($"Sign --tag {Tags.Primary}")}"]));
    }

    private async Task SignAsync(Cosign cosign, IReadOnlyCollection<ImageReference> images, CancellationToken cancellationToken)
    {
        if (images.Count == 0)
            return;
        var isListed = await workplace.World.Registries.ReferrersAsync(images.First(), cancellationToken) is not null;
        await cosign.SignAsync(images, isListed, cancellationToken);
    }

    private static async Task ThrowUnlessSignedAsync(SignedSet set, SignedImages signed, CancellationToken cancellationToken)
    {
        var unsigned = await set.UnsignedAsync(signed, cancellationToken);
        if (await set.WhyNotAsync(signed, cancellationToken) is { } why)
            throw new FailedException($"the record {set.Record} was signed, and {why}: is the public key that of the private one?");
        if (!unsigned.IsEmpty)
            throw new FailedException($"{unsigned[0].Image.Name} was signed, and {unsigned[0].Why}");
    }

    private void Say(IEnumerable<string> lines) => workplace.Output.Say(lines);
}
