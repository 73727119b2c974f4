using System.Collections.Immutable;

namespace KegImages.ReliabilityTests.Texts;

/// <summary>Texts that mean something to a shell, a program's options, a path or an eye, and nothing here.</summary>
internal static class HostileText
{
    /// <summary>The file that is made where one of them is carried out.</summary>
    public const string Trap = "owned";

    /// <summary>Texts that anybody can type or write into a file.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        $"$(touch {Trap})", $"`touch {Trap}`", $"; touch {Trap} #", $"a && touch {Trap}", $"| touch {Trap}", $"$(touch${{IFS}}{Trap})",
            $"a\ntouch {Trap}\n", "-o", "--output=x", "--", "../../etc/passwd",
        "/etc/passwd", "a/../../b", "a\u200bb", "a\u202eb", "\u2066a", "a\u0000b", "a\u001b[2Jb", "%00", "${HOME}", "$KEG", "~root", "a b",
            "a\"b", "a'b", "a\\b", "*", "é", "😀", new string('a', 5_000), "", " ", "@{u}",
        "{{ envs.HOME }}", "https://user:pass@host/", "<script>", "::set-output name=a::b", "##[error]x", "{\"a\":1}",
    ];

    /// <summary>Those that git takes for a branch's name.</summary>
    public static ImmutableArray<string> Branches { get; } =
    [
        $"feature/$(touch${{IFS}}{Trap})", $"`touch${{IFS}}{Trap}`", "feature/-o", "a\u200bb", "a\u202eb", "a;b", "a&b", "a|b", "a'b",
            "a\"b", "a$HOME", "a%00b", "{a}", "<a>", "é", "😀", $"f/{new string('a', 200)}", "a#b", "a!b",
    ];

    /// <summary>
    /// Those that can be a build arg's value: any text but that with a null in it, or with a login, which is refused there.
    /// </summary>
    public static IEnumerable<string> Values =>
        All.Where(text => !text.Contains('\0', StringComparison.Ordinal) && !text.Contains('@', StringComparison.Ordinal));
}
