using System.Collections.Concurrent;
using System.Net.Http.Headers;
using KegImages.Logins;

namespace KegImages.Registry;

/// <summary>Knows how each registry wants to be authenticated, and keeps its tokens: one a repository and scope, until they
/// expire.</summary>
internal sealed class RegistryAuthentication(ICredentialSource credentials, RegistryOptions options)
{
    // A token that expires on its way is of no use.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UsualLife = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    private const int LongestToken = 32 * 1024;

    private readonly ConcurrentDictionary<string, HostState> hosts = new();
    private readonly ConcurrentDictionary<string, byte> secrets = new();

    /// <summary>Sends a request to a token service; the request is made anew for each try.</summary>
    public delegate Task<RegistryResponse> Exchange(Func<HttpRequestMessage> compose, CancellationToken cancellationToken);

    /// <summary>Lets the first request to a registry go alone, so that a whole family's requests are not all refused once before they know
    /// how to authenticate.</summary>
    public async Task<IDisposable?> EnterAsync(RegistryAddress address, CancellationToken cancellationToken)
    {
        var state = State(address);
        if (state.IsKnown)
            return null;
        await state.First.WaitAsync(cancellationToken);
        if (!state.IsKnown)
            return new Turn(state);
        state.First.Release();
        return null;
    }

    /// <summary>Whether a login to this registry was found; false also where none was needed yet.</summary>
    public bool HasLogin(RegistryAddress address) => State(address).Login is not null;

    /// <summary>Why no login could be found out; null where there is one, or simply none.</summary>
    public string? LoginProblem(RegistryAddress address) => State(address).LoginProblem;

    public bool WantsLogin(RegistryAddress address) => State(address).Challenge is not null;

    /// <summary>The header for a request: null while nothing is known of the registry, or it asks for none.</summary>
    public async Task<Authorization> AuthorizeAsync(RegistryAddress address, RegistryScope scope, Exchange exchange,
        CancellationToken cancellationToken)
    {
        var state = State(address);
        return state.Challenge switch
        {
            null => default,
            { Scheme: ChallengeScheme.Basic } => Basic(state.Login),
            var challenge => await TokenAsync(state, challenge, address, scope, exchange, cancellationToken),
        };
    }

    /// <summary>Takes note of a refusal. True when it told something new, so that the request is worth sending again.</summary>
    public async Task<bool> LearnAsync(
        RegistryAddress address, RegistryScope scope, RegistryResponse refusal, Authorization used, bool isFresh,
            CancellationToken cancellationToken)
    {
        if (Challenge.Parse(refusal.HeaderValues("WWW-Authenticate")) is not { } challenge)
            return false;
        // Without TLS a login stays on this machine.
        if (challenge.Realm is { } realm && realm.Scheme != Uri.UriSchemeHttps && !(address.IsLoopback && realm.IsLoopback))
            throw new FailedException(
                $"{address.Host} wants its login sent to '{realm.GetLeftPart(UriPartial.Path)}' without TLS: refused");
        var state = State(address);
        await FindLoginAsync(state, address, cancellationToken);

        state.Challenge = challenge with { Scope = null };
        var slot = state.Slot(address, scope);
        if (used.Header is null)
        {
            return challenge.Scheme == ChallengeScheme.Bearer || Basic(state.Login).Header is not null;
        }

        // The token expired earlier than it said, or the registry wants another scope: a fresh one is worth one more try.
        if (challenge.Scheme != ChallengeScheme.Bearer)
            return used.Header.Scheme != "Basic" && Basic(state.Login).Header is not null;
        if (slot.Token == used.Header.Parameter)
            slot.Token = null;
        var asked = slot.AskedScope ?? Scope(address, scope);
        slot.AskedScope = challenge.Scope ?? asked;
        return !isFresh || slot.AskedScope != asked;
    }

    // As docker does it: where a login cannot be found out there is none, and that is a problem only where the registry insists on one.
    private async Task FindLoginAsync(HostState state, RegistryAddress address, CancellationToken cancellationToken)
    {
        if (state.Login is not null || state.LoginProblem is not null)
            return;
        try
        {
            state.Login = await credentials.FindAsync(address.Host, cancellationToken);
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            state.LoginProblem = exception.Message;
        }

        if (state.Login is { } login)
            secrets.TryAdd(login.Secret, 0);
    }

    /// <summary>The text without any password or token that was used.</summary>
    public string Masked(string text) =>
        secrets.Keys.Where(secret => secret.Length > 3).OrderByDescending(secret => secret.Length)
            .Aggregate(text, (masked, secret) => masked.Replace(secret, "***", StringComparison.Ordinal));

    private HostState State(RegistryAddress address) => hosts.GetOrAdd(address.Host, _ => new HostState());

    private Authorization Basic(RegistryCredential? login)
    {
        if (login is not { IsIdentityToken: false })
            return default;
        var parameter = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.Username}:{login.Secret}"));
        secrets.TryAdd(parameter, 0);
        return new Authorization(new AuthenticationHeaderValue("Basic", parameter), null);
    }

    private async Task<Authorization> TokenAsync(
        HostState state, Challenge challenge, RegistryAddress address, RegistryScope scope, Exchange exchange,
            CancellationToken cancellationToken)
    {
        var slot = state.Slot(address, scope);
        await slot.Gate.WaitAsync(cancellationToken);
        try
        {
            if (slot.Token is null || slot.Expires <= options.Clock.GetUtcNow())
            {
                var answer = await exchange(() => TokenRequest(challenge, slot.AskedScope ?? Scope(address, scope), state.Login),
                    cancellationToken);
                if (!answer.IsSuccess)
                    return new Authorization(null, answer with { IsFromTokenService = true });
                Keep(slot, answer, address);
            }

            return new Authorization(new AuthenticationHeaderValue("Bearer", slot.Token), null);
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    private HttpRequestMessage TokenRequest(Challenge challenge, string scope, RegistryCredential? login)
    {
        if (login is { IsIdentityToken: true })
        {
            return new HttpRequestMessage(HttpMethod.Post, challenge.Realm)
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "refresh_token",
                    ["service"] = challenge.Service ?? "",
                    ["scope"] = scope,
                    ["client_id"] = "KegImages",
                    ["refresh_token"] = login.Secret,
                }),
            };
        }

        var query = new List<string> { $"scope={Uri.EscapeDataString(scope)}" };
        if (challenge.Service is { } service)
            query.Insert(0, $"service={Uri.EscapeDataString(service)}");
        var realm = new UriBuilder(challenge.Realm!);
        realm.Query = string.Join('&', [.. realm.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries), .. query]);
        var request = new HttpRequestMessage(HttpMethod.Get, realm.Uri);
        request.Headers.Authorization = Basic(login).Header;
        return request;
    }

    private void Keep(TokenSlot slot, RegistryResponse answer, RegistryAddress address)
    {
        var source = new OutsideDocument($"the answer of the token service of {address.Host}");
        var document = source.Read(answer.Body, RegistryJson.Default.TokenDocument);
        var token = new[] { document.Token, document.AccessToken }.FirstOrDefault(text => text is { Length: > 0 })
            ?? throw new FailedException($"the token service of {address.Host} answered without a token");
        // What is shown of it is masked, but what no header can carry is nothing to try.
        if (token.Length > LongestToken || token.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw source.Unreadable(document.Token is { Length: > 0 } ? "$.token" : "$.access_token", "no header can carry it");
        slot.Token = token;
        // As docker reads it: what lives shorter than a minute lives a minute.
        var life = document.ExpiresIn is { } seconds
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, UsualLife.TotalSeconds, LongestLife.TotalSeconds)) : UsualLife;
        slot.Expires = options.Clock.GetUtcNow() + life - Margin;
        secrets.TryAdd(token, 0);
    }

    private static string Scope(RegistryAddress address, RegistryScope scope) => $"repository:{address.Repository}:" + scope switch
    {
        RegistryScope.Push => "pull,push",
        RegistryScope.Delete => "pull,delete",
        _ => "pull",
    };

    private sealed class Turn(HostState state) : IDisposable
    {
        public void Dispose()
        {
            state.IsKnown = true;
            state.First.Release();
        }
    }
}

/// <summary>How a request is authorized, or the token service's refusal.</summary>
internal readonly record struct Authorization(AuthenticationHeaderValue? Header, RegistryResponse? Refusal);
