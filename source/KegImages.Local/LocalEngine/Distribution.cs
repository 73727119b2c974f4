namespace KegImages.LocalEngine;

/// <summary>The Debian or Ubuntu that a machine's packages come from. See
/// <see href="https://www.freedesktop.org/software/systemd/man/latest/os-release.html"/>.</summary>
/// <param name="Codename">The suite's name, such as <c>bookworm</c>.</param>
internal sealed record Distribution(string Codename)
{
    // Where the machine's own suite has no buildx, a later one of the same family has: the order cannot be read from the machine.
    private static readonly ImmutableArray<ImmutableArray<string>> Successions =
    [
        ["bullseye", "bookworm", "trixie", "forky", "duke"],
        ["jammy", "noble", "plucky", "questing"],
    ];

    /// <summary>The distribution that an os-release file describes; null when it is neither Debian, Ubuntu nor made from one of
    /// them.</summary>
    public static Distribution? Of(string osRelease)
    {
        var fields = osRelease.Split('\n')
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0].Trim(), pair => pair[1].Trim().Trim('"', '\''));
        string[] families = [.. fields["ID"], .. fields["ID_LIKE"].SelectMany(like => like.Split(' '))];
        if (!families.Contains("debian") && !families.Contains("ubuntu"))
            return null;
        // Mint and its like name their own codename first and the one whose packages they use beside it.
        var codename = fields["UBUNTU_CODENAME"].Concat(fields["DEBIAN_CODENAME"]).Concat(fields["VERSION_CODENAME"])
            .FirstOrDefault(name => name.Length > 0);
        return codename is null ? null : new Distribution(codename);
    }

    /// <summary>The suites to look for the engine's packages in: its own first, then its successors.</summary>
    public ImmutableArray<string> Candidates()
    {
        var line = Successions.FirstOrDefault(line => line.Contains(Codename));
        return line.IsDefault ? [Codename] : line[line.IndexOf(Codename)..];
    }

    /// <summary>The machine's sources that carry a suite of this distribution, turned to <paramref name="suite"/>; with them its updates
    /// when it is the machine's own.</summary>
    public ImmutableArray<AptSource> SourcesFor(string suite, IEnumerable<AptSource> machine)
    {
        string[] wanted = suite == Codename ? [Codename, Codename + "-updates"] : [Codename];
        return
        [
            .. machine
                .Where(source => source.Components.Length > 0 && source.Suites.Any(wanted.Contains))
                .Where(source => source.Uris.Any(uri => !uri.StartsWith("cdrom:", StringComparison.Ordinal)))
                .Select(source => source with
                {
                    Suites = suite == Codename ? [.. source.Suites.Where(wanted.Contains)] : [suite],
                }),
        ];
    }
}
