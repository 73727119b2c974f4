using KegImages.Pipeline;
using KegImages.Registry;
using KegImages.Tests.Configuration;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Locking;

public sealed class OutsideTagsTests
{
    [Fact]
    public async Task A_registry_that_does_not_answer_is_named_with_the_line_that_needs_it()
    {
        using var folder = new FamilyFolder().Keg("provider: a.io/b\ngroups:\n  base: { folders: [base] }\n")
            .Add("base/Dockerfile", "# The root.\nFROM 127.0.0.1:1/library/node:20\n");
        using var client = new RegistryClient(new FakeCredentials(), new RegistryOptions { Attempts = 1 });
        var tags = OutsideTags.Of((await folder.LoadAsync()).Family);

        var error = await Should.ThrowAsync<FailedException>(() => OutsideTags.LockAsync(tags, client, CancellationToken.None));

        var lines = error.Message.Split(Environment.NewLine);
        lines.Length.ShouldBe(2);
        lines[0].ShouldStartWith("base/Dockerfile:2: reading 127.0.0.1:1/library/node:20 failed");
        lines[1].ShouldBe("  nothing was locked: the lock is of what the Dockerfiles name, whatever the profile, so that registry has to "
            + "answer");
    }
}
