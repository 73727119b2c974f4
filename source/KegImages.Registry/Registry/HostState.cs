using System.Collections.Concurrent;
using KegImages.Logins;

namespace KegImages.Registry;

/// <summary>What is known of one registry: how it wants to be authenticated, the login to it, and a token for each repository and
/// scope.</summary>
internal sealed class HostState
{
    private readonly ConcurrentDictionary<(string Repository, RegistryScope Scope), TokenSlot> slots = new();

    public SemaphoreSlim First { get; } = new(1);
    public bool IsKnown { get; set; }
    public Challenge? Challenge { get; set; }
    public RegistryCredential? Login { get; set; }
    public string? LoginProblem { get; set; }

    public TokenSlot Slot(RegistryAddress address, RegistryScope scope) =>
        slots.GetOrAdd((address.Repository, scope), _ => new TokenSlot());
}

/// <summary>The token of a repository and scope; whoever holds its gate may renew it.</summary>
internal sealed class TokenSlot
{
    public SemaphoreSlim Gate { get; } = new(1);
    public string? Token { get; set; }
    public DateTimeOffset Expires { get; set; }
    public string? AskedScope { get; set; }
}
