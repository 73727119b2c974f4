using System.Net;
using System.Net.Http.Headers;

namespace KegImages.Preflight;

/// <summary>What a GitHub token may do, as GitHub itself says it. See
/// <see href="https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps"/>.</summary>
internal static class GitHubToken
{
    private const string Check = "token";
    private const string Needed = "write:packages";
    private const string Advice =
        "make a classic token with write:packages (https://github.com/settings/tokens/new?scopes=write:packages), then: docker login "
            + "ghcr.io";

    private static readonly ImmutableArray<string> Variables = ["GITHUB_TOKEN", "GH_TOKEN"];

    /// <summary>Asks for the scopes of the login to GitHub's registry, else of the token in the environment; nothing where there is
    /// neither.</summary>
    public static async Task<IEnumerable<Finding>> ExamineAsync(World world, Provider provider, bool push,
        CancellationToken cancellationToken)
    {
        if (!PackageLinks.Hosts(provider))
            return [];
        var login = await LoginAsync(world, provider, cancellationToken);
        var (name, token) = login is not null ? ($"the login to {provider.Registry}", login) : FromEnvironment(world.Environment);
        if (token is null)
            return [];
        var isLogin = login is not null;
        if (token.StartsWith("github_pat_", StringComparison.Ordinal))
            return [new Finding(isLogin && push ? FindingState.Error : FindingState.Warning, Check,
                $"{name} is a fine-grained token, which GitHub's registry does not take", null, Advice)];

        var api = Uri.TryCreate(world.Environment.GetValueOrDefault("GITHUB_API_URL"), UriKind.Absolute, out var given) ? given
            : new Uri("https://api.github.com");
        try
        {
            using var client = new HttpClient(Proxied.Handler(world.Environment)) { Timeout = TimeSpan.FromSeconds(20) };
            using var request = new HttpRequestMessage(HttpMethod.Get, api);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("KegImages", null));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var scopes = response.Headers.TryGetValues("X-OAuth-Scopes", out var values) ? string.Join(", ", values) : null;
            return [Of(name, response.StatusCode, scopes, isLogin && push)];
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return [Finding.Warning(Check, $"{api.Host} does not answer, so the scopes of {name} are not known: {exception.Message}")];
        }
    }

    // That it cannot be read is a finding of its own.
    private static async Task<string?> LoginAsync(World world, Provider provider, CancellationToken cancellationToken)
    {
        try
        {
            return world.Logins is null ? null : (await world.Logins.FindAsync(provider.Registry, cancellationToken))?.Secret;
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            return null;
        }
    }

    public static Finding Of(string name, HttpStatusCode status, string? scopes, bool isUsed)
    {
        var state = isUsed ? FindingState.Error : FindingState.Warning;
        if (status == HttpStatusCode.Unauthorized)
            return new Finding(state, Check, $"GitHub refuses {name}: it has expired or was revoked", null, Advice);
        if (status is not HttpStatusCode.OK)
            return Finding.Warning(Check, $"GitHub answers {(int)status} to {name}, so its scopes are not known");
        // A workflow's token and one of an app have permissions, which only a push shows.
        if (scopes is null)
            return Finding.Ok(Check, $"{name} is one with permissions instead of scopes: whether it may push, the registry's check says");
        return scopes.Split(',', StringSplitOptions.TrimEntries).Contains(Needed, StringComparer.Ordinal)
            ? Finding.Ok(Check, $"{name} has the scopes {scopes}")
            : new Finding(state, Check, $"{name} has no scope {Needed}: it has {(scopes.Length > 0 ? scopes : "none")}", null, Advice);
    }

    private static (string Name, string? Token) FromEnvironment(ImmutableDictionary<string, string> environment)
    {
        var name = Variables.FirstOrDefault(name => environment.GetValueOrDefault(name) is { Length: > 0 });
        return name is null ? ("", null) : ($"the token in {name}", environment[name]);
    }
}
