using System.Collections.Immutable;
using KegImages.Commands;
using KegImages.Processes;

namespace KegImages.Tests.Processes;

public sealed class CommandTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a/b.c:d=e@f,g+h%i-j_k", "a/b.c:d=e@f,g+h%i-j_k")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("a;b", "'a;b'")]
    [InlineData("*", "'*'")]
    [InlineData("~", "'~'")]
    [InlineData("#x", "'#x'")]
    [InlineData("a\nb", "'a\nb'")]
    [InlineData("ä", "'ä'")]
    public void A_word_is_quoted_where_a_shell_would_change_it(string word, string quoted) =>
        new Command("x", word).ToString().ShouldBe($"x {quoted}");

    [Fact]
    public void Variables_stand_in_front_and_those_taken_away_are_left_out()
    {
        var command = new Command("docker", "build", ".")
        {
            Environment = ImmutableSortedDictionary<string, string?>.Empty.Add("B", "x y").Add("A", "1").Add("GONE", null),
        };

        command.ToString().ShouldBe("A=1 B='x y' docker build .");
    }

    [Fact]
    public void A_secret_variable_is_no_part_of_the_text()
    {
        var command = new Command("docker", "build", ".")
        {
            Environment = ImmutableSortedDictionary<string, string?>.Empty.Add("TOKEN", "s3cret").Add("A", "1"),
            Secrets = ["TOKEN"],
        };

        command.ToString().ShouldBe("A=1 docker build .");
    }

    [Fact]
    public async Task What_is_printed_can_be_pasted_into_a_shell()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        const string Alphabet = "ab $'\"\\;&|<>()*?[]{}~#!`\n\täé=-";
        var words = Enumerable.Range(0, 100)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 8)).Select(_ => Alphabet[random.Next(Alphabet.Length)])))
            .ToList();
        var line = new Command("printf", ["%s\u0001", .. words]).ToString();

        var result = await new ProcessRunner().RunAsync(new Command("sh", "-c", line), null, null, CancellationToken.None);

        result.StandardOutput.TrimEnd('\n').Split('\u0001')[..^1].AsEnumerable().ShouldBe(words, customMessage: $"seed {seed}");
    }

    [Fact]
    public void A_failed_result_throws_command_exit_code_and_the_last_20_lines_of_its_error_output()
    {
        var errors = string.Concat(Enumerable.Range(1, 30).Select(i => $"line {i}\n"));
        var result = new CommandResult(new Command("docker", "push", "a b"), 7, "out", errors, TimeSpan.Zero);

        var message = Should.Throw<FailedException>(() => result.OrThrow()).Message;

        message.ShouldContain("docker push 'a b'");
        message.ShouldContain("exited with 7");
        message.ShouldContain("  line 11\n".ReplaceLineEndings());
        message.ShouldContain("line 30");
        message.ShouldNotContain("line 10\n".ReplaceLineEndings());
    }

    [Fact]
    public void A_successful_result_is_handed_on()
    {
        var result = new CommandResult(new Command("true"), 0, "", "", TimeSpan.Zero);

        result.OrThrow().ShouldBeSameAs(result);
    }
}
