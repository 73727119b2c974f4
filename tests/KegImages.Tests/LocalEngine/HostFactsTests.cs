using KegImages.LocalEngine;

namespace KegImages.Tests.LocalEngine;

public sealed class HostFactsTests
{
    private const ulong All = ulong.MaxValue;
    private const string Debian = "ID=debian\nVERSION_CODENAME=bookworm";

    [Fact]
    public void Root_on_Debian_is_not_refused() => new HostFacts(true, true, All, true, Debian).Refusal().ShouldBeNull();

    [Theory]
    [InlineData(false, true, All, true, Debian, "Linux")]
    [InlineData(true, false, All, true, Debian, "sudo")]
    [InlineData(true, true, All, false, Debian, "apt-get")]
    [InlineData(true, true, All, true, "ID=fedora\nPRETTY_NAME=\"Fedora Linux 42\"", "this is Fedora Linux 42")]
    [InlineData(true, true, All, true, "", "without an os-release file")]
    [InlineData(true, true, 1UL << 12, true, Debian, "--privileged")]
    [InlineData(true, true, 1UL << 21, true, Debian, "--privileged")]
    public void What_is_missing_is_named(bool linux, bool root, ulong capabilities, bool apt, string osRelease, string word) =>
        new HostFacts(linux, root, capabilities, apt, osRelease).Refusal().ShouldNotBeNull().ShouldContain(word);

    [Fact]
    public void Another_system_is_named_before_the_missing_root() =>
        new HostFacts(true, false, 0, false, "ID=alpine\nPRETTY_NAME=\"Alpine\"").Refusal().ShouldNotBeNull().ShouldContain("Alpine");
}
