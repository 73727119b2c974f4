namespace KegImages.Proposals;

/// <summary>Where the images of a repository live, and what says so.</summary>
internal sealed record ProposedProvider(Provider Provider, string Because)
{
    // A registry of this machine: what is pushed there by mistake is in nobody's way.
    private const string Nowhere = "localhost:5000";

    /// <summary>The provider: what options say, else what the Dockerfiles call the family's images by, else the remote's own
    /// registry.</summary>
    /// <param name="called">Registry and namespace of references that mean an image of the repository, as often as they stand
    /// there.</param>
    /// <exception cref="WrongUseException">Nothing tells.</exception>
    public static ProposedProvider Of(AdoptionFacts facts, IEnumerable<Provider> called)
    {
        if (Said(facts) is { } said)
            return said;
        var owner = OwnerOf(facts.Source);
        var most = called.GroupBy(provider => provider.ToString(), StringComparer.Ordinal)
            .OrderByDescending(group => group.First().Namespace.Split('/')[0] == owner).ThenByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal).FirstOrDefault();
        if (most is not null)
            return new ProposedProvider(most.First(), "what the Dockerfiles call the images by; --registry and --namespace push elsewhere");
        if (facts.Source is null)
            return new ProposedProvider(Provider.Parse($"{Nowhere}/{LegalName.Of(facts.Name)}"),
                "a placeholder, because there is no git remote: say your registry and namespace");
        return OfRemote(facts.Source) ?? throw new WrongUseException(
            $"the git remote is {facts.Source}, and which registry belongs to {facts.Source.Host} is not known",
            next: $"say it: {ThisProgram.Name} Init --registry ghcr.io --namespace {LegalName.Of(owner ?? facts.Name)}"
                + ThisProgram.SamePlace);
    }

    private static ProposedProvider? Said(AdoptionFacts facts)
    {
        if (facts.Registry is null && facts.Namespace is null)
            return null;
        var remote = facts.Source is null ? null : OfRemote(facts.Source)?.Provider;
        if ((facts.Registry ?? remote?.Registry) is not { } registry || (facts.Namespace ?? remote?.Namespace
            ?? (OwnerOf(facts.Source) is { } owner ? LegalName.Of(owner) : null)) is not { } space)
            throw new WrongUseException(
                $"{(facts.Registry is null ? "--namespace" : "--registry")} alone does not say where the images live, and no git remote "
                    + "says the rest",
                next: $"say both: {ThisProgram.Name} Init --registry {facts.Registry ?? "ghcr.io"} "
                    + $"--namespace {facts.Namespace ?? "acme"}{ThisProgram.SamePlace}");
        if (!Provider.TryParse($"{registry}/{space}", out var provider))
            throw new WrongUseException($"'{registry}/{space}' is not a provider: expected a registry and a lower-case namespace",
                next: $"{ThisProgram.Name} Init --registry ghcr.io --namespace {LegalName.Of(space)}{ThisProgram.SamePlace}");
        return new ProposedProvider(provider, "as --registry and --namespace say");
    }

    // GitLab keeps a project's images below the project, GitHub an owner's below the owner.
    private static ProposedProvider? OfRemote(Uri source)
    {
        var path = source.AbsolutePath.Trim('/').ToLowerInvariant();
        var text = source.Host switch
        {
            "github.com" => $"ghcr.io/{path.Split('/')[0]}",
            "gitlab.com" => $"registry.gitlab.com/{path}",
            _ => null,
        };
        return Provider.TryParse(text, out var provider) ? new ProposedProvider(provider, $"of the git remote {source.Host}/{path}") : null;
    }

    private static string? OwnerOf(Uri? source) =>
        source?.AbsolutePath.Trim('/').ToLowerInvariant().Split('/')[0] is { Length: > 0 } owner ? owner : null;
}
