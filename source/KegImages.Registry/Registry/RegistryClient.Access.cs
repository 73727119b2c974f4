namespace KegImages.Registry;

/// <content>Whether one may push, asked before anything is built.</content>
public sealed partial class RegistryClient
{
    /// <summary>Checks that all these repositories may be pushed to, by beginning an upload and giving it up. Creates nothing. A registry
    /// that asks nobody for a login is asked about one repository only: it makes no difference between them.</summary>
    /// <exception cref="WrongUseException">Not logged in, or the login lacks the right: all problems together, the missing login said once
    /// a registry.</exception>
    public async Task CheckPushAccessAsync(IEnumerable<ImageReference> repositories, CancellationToken cancellationToken)
    {
        var hosts = repositories.Select(RegistryAddress.Of).Distinct().GroupBy(address => address.Host);
        var problems = await Task.WhenAll(hosts.Select(host => PushProblemsAsync([.. host], cancellationToken)));
        WrongUseException.ThrowIfAny([.. problems.SelectMany(problem => problem).Distinct()]);
    }

    /// <summary>Whether a registry has asked for a login or a token so far.</summary>
    public bool WantsLogin(ImageReference repository) => transport.WantsLogin(RegistryAddress.Of(repository));

    private async Task<IEnumerable<Problem>> PushProblemsAsync(RegistryAddress[] addresses, CancellationToken cancellationToken)
    {
        var first = await PushProblemAsync(addresses[0], cancellationToken);
        if (!transport.WantsLogin(addresses[0]) || !transport.HasLogin(addresses[0]))
            return first is null ? [] : [first];
        var others = await Task.WhenAll(addresses.Skip(1).Select(address => PushProblemAsync(address, cancellationToken)));
        return others.Prepend(first).OfType<Problem>();
    }

    private async Task<Problem?> PushProblemAsync(RegistryAddress address, CancellationToken cancellationToken)
    {
        var what = $"pushing to {address.Host}/{address.Repository}";
        var response = await StartUploadAsync(address, what, cancellationToken);
        var hasLogin = transport.HasLogin(address);
        if (response.IsDenied && !hasLogin)
            return new Problem(
                $"not logged in to {address.Host}: nothing can be pushed "
                    + $"there{(transport.LoginProblem(address) is { } why ? $"; its login cannot be read: {why}" : "")}",
                        Next: $"log in: docker login {address.Host}");
        if (response.IsDenied)
            return RegistryFailure.Denied(response, address, what, hasLogin, null, transport.Masked);
        ThrowUnlessSuccess(response, address, what);

        // Where the registry cannot give up an upload, it forgets it by itself.
        var location = UploadLocation(response, what);
        await transport.SendAsync(address, RegistryScope.Push, () => new HttpRequestMessage(HttpMethod.Delete, location), what,
            cancellationToken);
        return null;
    }
}
