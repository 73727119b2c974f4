namespace KegImages.Registry;

/// <summary>How patient a <see cref="RegistryClient"/> is.</summary>
public sealed record RegistryOptions
{
    /// <summary>How often a request is tried in all, when a registry is overloaded or fails for a moment.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The first wait before trying again, doubled each time, where the registry does not say how long to wait.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The longest that is waited for one request in all; a registry that asks for more is not tried again.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The largest answer that is read, in bytes.</summary>
    public int LargestAnswer { get; init; } = 64 * 1024 * 1024;

    /// <summary>Which proxy a request goes through; null for what this process's environment says when the first is sent.</summary>
    public ProxyRules? Proxies { get; init; }

    /// <summary>How long one answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Connections to one registry at the same time.</summary>
    public int Connections { get; init; } = 16;

    /// <summary>Is told each request that was answered: method and address without what is asked behind it, status, and the time; null
    /// where nobody listens.</summary>
    public Action<string>? Told { get; init; }

    /// <summary>The clock that tokens expire by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
