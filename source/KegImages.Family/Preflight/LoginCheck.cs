
namespace KegImages.Preflight;

internal static class LoginCheck
{
    private const string Check = "login";

    /// <summary>Asks docker's configuration and its credential helper. What cannot be read is an error only where images are to be pushed
    /// to a registry that wants a login: docker goes on without one, and so does a run here.</summary>
    public static async Task<IEnumerable<Finding>> ExamineAsync(World world, Provider provider, bool push,
        CancellationToken cancellationToken)
    {
        if (world.Logins is null)
            return [];
        try
        {
            return await world.Logins.FindAsync(provider.Registry, cancellationToken) is { } login
                ? [Finding.Ok(Check, $"{provider.Registry}: {login}")]
                : [];
        }
        catch (WrongUseException exception)
        {
            var state = await StateAsync(world, provider, push, cancellationToken);
            return exception.Problems.Select(problem =>
                Finding.Of(Check, problem with { Message = problem.Message + Without(state) }, state));
        }
        catch (FailedException exception)
        {
            var state = await StateAsync(world, provider, push, cancellationToken);
            return [new Finding(state, Check, exception.Message + Without(state), null, $"log in again: docker login {provider.Registry}")];
        }
    }

    private static string Without(FindingState state) => state == FindingState.Error ? "" : ": requests go without a login";

    private static async Task<FindingState> StateAsync(World world, Provider provider, bool push, CancellationToken cancellationToken)
    {
        if (!push)
            return FindingState.Warning;
        var repository = Publishing.FamilyRecordStore.RepositoryOf(provider);
        try
        {
            await world.Registries.CheckPushAccessAsync([repository], cancellationToken);
            return FindingState.Warning;
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            // Whatever else is wrong is the registry's own finding.
            return world.Registries.WantsLogin(repository) ? FindingState.Error : FindingState.Warning;
        }
    }
}
