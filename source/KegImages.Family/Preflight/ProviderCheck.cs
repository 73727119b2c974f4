namespace KegImages.Preflight;

/// <summary>Whether the provider answers, lets us push, and holds the tag for this branch.</summary>
internal static class ProviderCheck
{
    private const string Check = "registry";

    public static Finding Namespace(Provider provider, IReadOnlyDictionary<string, string> environment)
    {
        var owner = environment.GetValueOrDefault("GITHUB_REPOSITORY_OWNER")?.ToLowerInvariant();
        var account = provider.Namespace.Split('/')[0];
        return PackageLinks.Hosts(provider) && owner is { Length: > 0 } && owner != account
            ? Finding.Warning("namespace",
                $"{provider} belongs to '{account}', and this workflow to '{owner}': its GITHUB_TOKEN pushes only below ghcr.io/{owner}",
                    $"--namespace {owner}, or log in with a token of '{account}'")
            : Finding.Ok("namespace", provider.ToString());
    }

    /// <summary>Begins an upload to every repository of the scope and to that of the records, and gives it up. What is missing is an error
    /// only where images are to be pushed: one can build without.</summary>
    public static async Task<IEnumerable<Finding>> PushAsync(World world, Provider provider, ImmutableArray<Image> scope,
        bool push, CancellationToken cancellationToken)
    {
        var state = push ? FindingState.Error : FindingState.Warning;
        try
        {
            await world.Registries.CheckPushAccessAsync(scope.Select(image => provider.Of(image.Name))
                .Append(FamilyRecordStore.RepositoryOf(provider)), cancellationToken);
            return [Finding.Ok(Check,
                $"{provider} answers, and takes pushes to {scope.Length} {(scope.Length == 1 ? "image" : "images")} "
                + "and the family's record")];
        }
        catch (WrongUseException exception)
        {
            return exception.Problems.Select(problem => Finding.Of(Check, problem, state));
        }
        catch (FailedException exception)
        {
            return [new Finding(state, Check, exception.Message.Split(Environment.NewLine)[0], null,
                "check the address in keg.yml, the network and its proxy, or work offline with --profile local")];
        }
    }

    /// <summary>Asks for the family's records, where whoever pushes has rights that this run has not.</summary>
    public static async Task<IEnumerable<Finding>> ReadAsync(World world, Provider provider, Tag tag, CancellationToken cancellationToken)
    {
        try
        {
            await world.Registries.HeadAsync(FamilyRecordStore.RepositoryOf(provider).With(tag), cancellationToken);
            return [Finding.Ok(Check, $"{provider} answers; whether it takes pushes, the first one shows")];
        }
        catch (Exception exception) when (exception is WrongUseException or FailedException)
        {
            return [Finding.Error(Check, exception.Message.Split(Environment.NewLine)[0])];
        }
    }

    public static async Task<IEnumerable<Finding>> OwnerAsync(World world, Provider provider, TagSet tags, BranchName? branch,
        CancellationToken cancellationToken)
    {
        try
        {
            var reading = await new FamilyRecordStore(world.Registries).GetAsync(provider, tags.Primary, cancellationToken);
            return reading switch
            {
                RecordUnreadable unreadable => [Finding.Warning("record", unreadable.Reason)],
                RecordFound found when found.Found.Ownership(tags, branch) is { } problem => [Finding.Of("record", problem)],
                RecordFound found => [Finding.Ok("record",
                    $"{tags.Primary} has {found.Found.Images.Length} "
                        + $"images{(found.Found.Commit is { } commit ? $", published at {commit.Abbreviated}" : "")}")],
                _ => [Finding.Ok("record", $"nothing is published as {tags.Primary} yet")],
            };
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            // That the registry does not answer, or to nobody without a login, is the finding of the check above.
            return [];
        }
    }
}
