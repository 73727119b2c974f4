namespace KegImages.Git;

/// <summary>One address of a remote.</summary>
/// <param name="Key">Its name in the configuration, <c>remote.origin.url</c>.</param>
/// <param name="Url">The address, with whatever login it has.</param>
internal sealed record RemoteAddress(string Key, string Url);
