using System.Text.RegularExpressions;

namespace KegImages.Tests.Programs;

/// <summary>A run as it is seen, with three widths of a terminal, without colours, in a terminal that cannot move its cursor, and without
/// any: times are replaced.</summary>
public sealed class TerminalSessionTests
{
    private static readonly Regex Times =
        new(@"\d+m \d\ds|\d+\.\ds|\d\d:\d\d:\d\d|\d{4}-\d\d-\d\d|\d+:\d\d$", RegexOptions.NonBacktracking);

    private static readonly Regex Tags = new("fp-[0-9a-f]{20}", RegexOptions.NonBacktracking);

    private static readonly Regex Left = new(", about [0-9ms ]+ left", RegexOptions.NonBacktracking);

    private static readonly Regex LastRow = new("^[0-9]+/[0-9]+ done.*(?:[0-9]s|left)$", RegexOptions.NonBacktracking);

    private static readonly Regex Runs =
        new($"(?:SOURCE_DATE_EPOCH=[0-9]+|{Regex.Escape(Path.GetTempPath())}keg git [A-Za-z0-9]{{6}}|revision=[0-9a-f]{{40}}"
            + "|created=[0-9TZ:.-]+|fp2:[0-9a-f]{64})",
            RegexOptions.NonBacktracking);

    private static bool IsPossible => OperatingSystem.IsLinux() && File.Exists("/usr/bin/script");

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(160)]
    public async Task A_run_is_one_board_and_ends_with_what_failed(int width)
    {
        if (!IsPossible)
            return;
        await using var session = await TerminalSession.CreateAsync();
        using var run = session.Start(width, [], "BuildTaps");

        await session.SeeAsync("keg-base  2/3 RUN npm ci | added", "waiting: ");
        var first = await BoardAsync(session);
        session.Go("keg-base");
        await session.SeeAsync("broken    2/3 RUN npm ci | added", "evf       2/3 RUN npm ci | added", "weather   2/3 RUN npm ci | added");
        var second = await BoardAsync(session);
        session.Go("broken");
        await session.SeeAsync("broken    FAILED", "done, 1 failed");
        var third = await BoardAsync(session);
        session.Go("evf");
        session.Go("weather");

        (await session.EndAsync(run)).ShouldBe(1);
        session.Screen.Unknown.ShouldBeEmpty("only what every terminal knows is written");
        session.Screen.Colors.ShouldBeGreaterThan(0);
        session.Rows.ShouldAllBe(row => row.Length <= width);
        session.LogOf("broken").ShouldContain("3/3 | expected 3, and got 4");
        var end = session.Rows;
        end.ShouldNotContain(row => row.Contains("waiting: ") || row.Contains("/4 done"), "the board was drawn over and is gone");
        var result = end.FindIndex(row => row.StartsWith("3 green, 1 failed; run again: ./build.sh BuildTaps", StringComparison.Ordinal));
        end.FindIndex(row => row == "taps/broken/Dockerfile:3: broken failed at 3/3 RUN npm test").ShouldBeInRange(0, result);
        Shown([.. first, "-- the base is built", .. second, "-- one fails", .. third])
            .ShouldMatchApproved(approval => approval.WithDiscriminator($"{width}"));
    }

    [Fact]
    public async Task No_colour_is_asked_for_and_nothing_else_changes()
    {
        if (!IsPossible)
            return;
        await using var session = await TerminalSession.CreateAsync();
        using var run = session.Start(80, new() { ["NO_COLOR"] = "1" }, "BuildBase");

        await session.SeeAsync("keg-base  2/3 RUN npm ci", "0/1 done");
        session.Go("keg-base");

        (await session.EndAsync(run)).ShouldBe(0);
        session.Screen.Colors.ShouldBe(0);
        session.Rows.ShouldContain(row => row.StartsWith("keg-base  built ", StringComparison.Ordinal));
        session.Rows.ShouldNotContain(row => row.Contains("0/1 done"), "the board was drawn over and is gone");
    }

    [Theory]
    [InlineData("dumb", 1000)]
    [InlineData("xterm", null)]
    public async Task Where_nothing_can_be_drawn_over_lines_stay(string terminal, int? width)
    {
        if (!IsPossible)
            return;
        await using var session = await TerminalSession.CreateAsync();
        // One after the other, so that the lines have one order.
        using var run = session.Start(width, new() { ["TERM"] = terminal }, "BuildTaps", "--parallel", "1");
        foreach (var image in new[] { "keg-base", "broken", "evf", "weather" })
            session.Go(image);

        (await session.EndAsync(run)).ShouldBe(1);
        session.Screen.Colors.ShouldBe(0);
        session.Written.ToString().ShouldNotContain("\e");
        // The host's headings stand between them; which stage a line stands below depends on which of two is quicker.
        string[] ours = ["keg-base  ", "broken  ", "evf  ", "weather  ", "taps/", "  "];
        Shown(session.Rows.Where(row => ours.Any(start => row.StartsWith(start, StringComparison.Ordinal)) || row.Contains("green, ")))
            .ShouldMatchApproved(approval => approval.WithDiscriminator(width is null ? "none" : terminal));
    }

    [Fact]
    public async Task Quiet_is_what_failed_and_the_result()
    {
        if (!IsPossible)
            return;
        await using var session = await TerminalSession.CreateAsync();
        using var run = session.Start(null, [], "BuildTaps", "--parallel", "1", "--verbosity", "quiet");
        foreach (var image in new[] { "keg-base", "broken", "evf", "weather" })
            session.Go(image);

        (await session.EndAsync(run)).ShouldBe(1);
        Shown(session.Rows).ShouldMatchApproved();
    }

    [Fact]
    public async Task Verbose_names_each_command_with_its_time_and_its_end()
    {
        if (!IsPossible)
            return;
        await using var session = await TerminalSession.CreateAsync();
        using var run = session.Start(80, [], "BuildBase", "--verbosity", "verbose");
        session.Go("keg-base");

        (await session.EndAsync(run)).ShouldBe(0);
        var text = session.Written.ToString();
        text.ShouldMatch(@"\$ .*docker buildx build .*exit code 0, \d+\.\ds");
        text.ShouldMatch(@"engine: .* \d+\.\ds");
        text.ShouldContain("base, fp-");
    }

    // What is drawn at once comes in pieces: the board's last row ends with a time.
    private static async Task<List<string>> BoardAsync(TerminalSession session)
    {
        var rows = await session.SeeAsync(rows => rows is [.., var last] && LastRow.IsMatch(last));
        return rows[rows.FindLastIndex(row => row.StartsWith('║'))..];
    }

    // What is another one in each run.
    private static string Shown(IEnumerable<string> rows) => string.Join('\n', rows.Select(row =>
        Tags.Replace(Times.Replace(Runs.Replace(Left.Replace(row, ""), "<one of this run>"), "T"), "fp-…")
            .Replace("< 1sec", "     T", StringComparison.Ordinal))) + "\n";
}
