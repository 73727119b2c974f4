using KegImages.Linting.Shell;

namespace KegImages.Tests.Linting;

public sealed class HiddenFailuresTests
{
    [Theory]
    [InlineData("make\vall; install", "make\vall")]
    [InlineData("make\u0085; install", "make\u0085")]
    [InlineData("make \u00a0; install", "make")]
    [InlineData("cat <<a\u2028b\nx\na\u2028b\ninstall", "cat")]
    public void What_only_others_take_for_a_blank_is_part_of_a_word(string script, string command) =>
        Text(script, HiddenFailures.Of(script)[0]).ShouldBe(command);

    [Theory]
    [InlineData("make; make install", "make")]
    [InlineData("apt-get update ; apt-get install -y git && rm -rf /var/lib", "apt-get")]
    [InlineData("a && b; c", "a")]
    [InlineData("cd /x; make", "cd")]
    [InlineData("for x in a b; do make $x; done; echo done", "for")]
    [InlineData("for x in a b; do make $x; install $x; done", "make")]
    [InlineData("if [ -f x ]; then make; install; fi", "make")]
    [InlineData("case $a in b) make; install;; *) c;; esac", "make")]
    [InlineData("( make; install )", "make")]
    [InlineData("{ make; install; } && c", "make")]
    [InlineData("X=$(curl y); echo $X", "X=$(curl")]
    [InlineData("a | tee log; b", "a")]
    [InlineData("set -x; make; echo ok", "make")]
    [InlineData("(set -e; a); b; c", "(")]
    [InlineData("echo 'a; b'; make; echo c", "make")]
    [InlineData("make;\\\n install", "make")]
    [InlineData("make # why; not\ninstall", "make")]
    [InlineData("[ -f x ] && make; install", "[")]
    [InlineData("a || b; c", "a")]
    [InlineData("f() { make; install; }; f", "make")]
    [InlineData("make || (log; exit 1); install", "make")]
    [InlineData("make || (echo no; exit 1); install", "make")]
    [InlineData("if a; then exit 1; fi; make; b", "make")]
    [InlineData("cat <<X > f\na; b\nX\nmake\nc", "cat")]
    public void A_command_that_another_one_follows_hides_its_failure(string script, string command) =>
        Text(script, HiddenFailures.Of(script)[0]).ShouldBe(command);

    [Theory]
    [InlineData("make && make install")]
    [InlineData("set -e; make; install")]
    [InlineData("set -eux; make; install; for x in a; do b; c; done")]
    [InlineData("set -o errexit -o nounset; make; install")]
    [InlineData("set -ex && make; install")]
    [InlineData("echo a; make")]
    [InlineData("X=1; export Y=2; make $X")]
    [InlineData("make || true; install")]
    [InlineData("make || { echo broken; exit 1; }; install")]
    [InlineData("make || { log; exit 1; }; install")]
    [InlineData("(make || exit 1) && install")]
    [InlineData("for x in a b; do make $x || exit 1; done")]
    [InlineData("for x in a b; do make $x; done")]
    [InlineData("for x\ndo make $x\ndone")]
    [InlineData("while read x; do make $x; done < list")]
    [InlineData("while true; do make && break; done")]
    [InlineData("if make; then install; else exit 1; fi")]
    [InlineData("if a; b; then c; fi")]
    [InlineData("case \"$(uname -m)\" in x86_64) A=amd64 ;; aarch64|arm64) A=arm64 ;; *) echo no; exit 1 ;; esac; make $A")]
    [InlineData("make 'a; b' \"c; d\" $(e; f) `g; h` ${i:-;} \\; j")]
    [InlineData("find . -exec rm {} \\;")]
    [InlineData("find . -exec rm {} ';' -print")]
    [InlineData("make;")]
    [InlineData("make > log 2>&1")]
    [InlineData("make &> log")]
    [InlineData("cat <<X > f && b\na; b\nX\n")]
    [InlineData("[[ a && b || ( c ) ]] && make")]
    [InlineData("(( a++ )); make")]
    [InlineData("f() { make && install; }; f")]
    [InlineData("rm -rf /var/cache/apt; make")]
    [InlineData("! grep -q x y; make")]
    [InlineData("")]
    [InlineData("make 'unclosed; install")]
    [InlineData("make ) install; x")]
    [InlineData("if make; install")]
    public void What_counts_or_cannot_fail_hides_nothing(string script) => HiddenFailures.Of(script).ShouldBeEmpty();

    [Fact]
    public void A_shell_that_was_started_with_e_hides_nothing_until_it_is_told_to()
    {
        HiddenFailures.Of("make; install", endsOnError: true).ShouldBeEmpty();
        HiddenFailures.Of("make; set +e; install; echo x", endsOnError: true).ShouldHaveSingleItem().Command.ShouldBe("install");
    }

    [Fact]
    public void Every_hidden_failure_is_found_in_order() =>
        HiddenFailures.Of("a; b\nc; d").Select(failure => (failure.Command, failure.At, failure.IsLineEnd))
            .ShouldBe([("a", 1, false), ("b", 4, true), ("c", 6, false)]);

    // Whatever the text: it ends, it throws nothing, and its places lie within.
    [Fact]
    public void No_text_makes_it_stumble()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        string[] parts = ["a", ";", "&&", "||", "|", "(", ")", "{", "}", "if", "then", "fi", "for", "do", "done", "case", "in", "esac", "'",
            "\"", "`", "$(", "${", "\\", "\n", "#", "<<X", "X", ">", "&", "[[", "]]", " ", "set -e", ";;", "!", "function"];
        for (var i = 0; i < 5_000; i++)
        {
            var script = string.Join(random.Next(2) == 0 ? " " : "",
                Enumerable.Range(0, random.Next(14)).Select(_ => parts[random.Next(parts.Length)]));
            foreach (var failure in HiddenFailures.Of(script))
                failure.At.ShouldBeInRange(0, script.Length, $"seed {seed}: {script}");
        }
    }

    private static string Text(string script, HiddenFailure failure)
    {
        failure.At.ShouldBeLessThan(script.Length);
        (script[failure.At] is ';' or '\n').ShouldBeTrue(script[failure.At..]);
        return failure.Command.Split(' ')[0];
    }
}
