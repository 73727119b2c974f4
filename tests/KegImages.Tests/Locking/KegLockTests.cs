using System.Collections.Immutable;
using KegImages.Locking;
using KegImages.References;

namespace KegImages.Tests.Locking;

public sealed class KegLockTests
{
    private static readonly string One = $"sha256:{new string('1', 64)}";
    private static readonly string Two = $"sha256:{new string('2', 64)}";

    [Fact]
    public void The_file_is_sorted_round_trips_and_shows_triggers_only_where_there_are_some()
    {
        var locked = Of(("node:20", One, []), ("ghcr.io/a/b:1", Two, ["COPY . /app && <x>"]));

        locked.ToString().ReplaceLineEndings("\n").ShouldBe(
            $$"""
            {
              "version": 1,
              "images": {
                "ghcr.io/a/b:1": {
                  "digest": "{{Two}}",
                  "onBuild": [
                    "COPY . /app && <x>"
                  ]
                },
                "node:20": {
                  "digest": "{{One}}"
                }
              }
            }

            """.ReplaceLineEndings("\n"));
        KegLock.Parse(locked.ToString()).ToString().ShouldBe(locked.ToString());
    }

    [Theory]
    [InlineData("docker.io/library/node:20")]
    [InlineData("node:20")]
    public void An_image_is_found_whichever_way_its_name_is_written(string reference) =>
        Of(("node:20", One, [])).Find(ImageReference.Parse(reference))!.Digest.ToString().ShouldBe(One);

    [Fact]
    public void Another_tag_is_not_locked() => Of(("node:20", One, [])).Find(ImageReference.Parse("node:22")).ShouldBeNull();

    [Theory]
    [InlineData("{", "keg.lock.json:1: not a lock")]
    [InlineData("{\"version\":1}", "not a lock")]
    [InlineData("{\"version\":2,\"images\":{}}", "its version is 2, and this program reads version 1")]
    [InlineData("{\"version\":1,\n\"images\":{\"node:20\":{\"digest\":\"latest\"}}}",
        "keg.lock.json:2: 'node:20': 'latest' is not a digest")]
    [InlineData("{\"version\":1,\n\n\"images\":{\"docker.io/library/node:20\":{\"digest\":\"x\"}}}",
        "keg.lock.json:3: 'docker.io/library/node:20' is not an image as the lock has it")]
    public void What_is_no_lock_is_refused_with_its_place_and_the_command_that_makes_one(string json, string message)
    {
        var error = Should.Throw<WrongUseException>(() => KegLock.Parse(json));

        error.Message.ShouldContain(message);
        error.Message.ShouldContain("./build.sh UpdateBases");
    }

    [Fact]
    public void All_wrong_entries_are_told_together() =>
        Should.Throw<WrongUseException>(() =>
            KegLock.Parse("{\"version\":1,\"images\":{\"a:1\":{\"digest\":\"x\"},\"b:1\":{\"digest\":\"y\"}}}")).Problems.Length.ShouldBe(
                2);

    [Fact]
    public void An_update_says_what_moved_what_is_new_and_what_is_dropped() =>
        string.Join('\n', new LockUpdate(Of(("gone:1", One, []), ("moved:1", One, []), ("same:1", One, [])),
            Of(("moved:1", Two, []), ("new:1", Two, []), ("same:1", One, []))).ToLines())
            .ShouldBe(
                """
                Image    Digest
                gone:1   sha256:111111111111 (dropped: no image uses it)
                moved:1  sha256:111111111111 → sha256:222222222222
                new:1    sha256:222222222222 (new)
                same:1   sha256:111111111111

                3 of 4 changed
                """.ReplaceLineEndings("\n"));

    private static KegLock Of(params (string Name, string Digest, ImmutableArray<string> OnBuild)[] images) =>
        new(images.ToImmutableSortedDictionary(image => image.Name, image => new LockedImage(Digest.Parse(image.Digest), image.OnBuild),
            StringComparer.Ordinal));
}
