using KegImages.LocalEngine;
using KegImages.Processes;

namespace KegImages.Tests.LocalEngine;

public sealed class MachineCacheTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow.AddMinutes(1);
    private static readonly MachineKey Key = MachineKey.Of("debian", "sources");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("keg cache ");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Another_clone_takes_what_the_first_one_made()
    {
        await Cache().KeepAsync(Key, await ProvisionedAsync("first"), Made, CancellationToken.None);

        var second = Clone("second");
        var state = await Cache().TakeAsync(Key, second, CancellationToken.None);

        (state!.RootImage, state.RootDigest).ShouldBe((Made.RootImage, Made.RootDigest));
        (await File.ReadAllTextAsync(Path.Combine(second.Packages, "usr", "bin", "docker"))).ShouldBe("docker of first");
        (await File.ReadAllTextAsync(Path.Combine(second.RegistryData, "link"))).ShouldBe("link of first");
        File.ResolveLinkTarget(Path.Combine(second.Packages, "alias"), returnFinalTarget: false)!.Name.ShouldBe("usr");
    }

    [Fact]
    public async Task What_a_clone_s_registry_writes_later_is_in_no_other_clone()
    {
        await Cache().KeepAsync(Key, await ProvisionedAsync("first"), Made, CancellationToken.None);
        var (second, third) = (Clone("second"), Clone("third"));
        await Cache().TakeAsync(Key, second, CancellationToken.None);

        await File.WriteAllTextAsync(Path.Combine(second.RegistryData, "link"), "rewritten");
        await File.WriteAllTextAsync(Path.Combine(second.Programs, "ip"), "rewritten");

        await Cache().TakeAsync(Key, third, CancellationToken.None);
        (await File.ReadAllTextAsync(Path.Combine(third.RegistryData, "link"))).ShouldBe("link of first");
        (await File.ReadAllTextAsync(Path.Combine(third.Programs, "ip"))).ShouldBe("ip of first");
    }

    [Fact]
    public async Task Another_system_or_other_sources_take_nothing()
    {
        await Cache().KeepAsync(Key, await ProvisionedAsync("first"), Made, CancellationToken.None);

        (await Cache().TakeAsync(MachineKey.Of("debian", "other sources"), Clone("second"), CancellationToken.None)).ShouldBeNull();
        MachineKey.Of("a", "bc").ShouldNotBe(MachineKey.Of("ab", "c"));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(-1)]
    public async Task After_a_month_or_by_a_clock_that_went_back_it_is_made_anew(int days)
    {
        await Cache().KeepAsync(Key, await ProvisionedAsync("first"), Made, CancellationToken.None);

        (await Cache(TimeSpan.FromDays(days)).TakeAsync(Key, Clone("second"), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_copy_that_was_killed_half_way_is_never_taken_and_goes_with_the_next()
    {
        var cache = Path.Combine(folder.FullName, "cache");
        var left = Directory.CreateDirectory(Path.Combine(cache, $"{Key}.00000000.new", "packages"));
        (await Cache().TakeAsync(Key, Clone("second"), CancellationToken.None)).ShouldBeNull();
        Directory.SetLastWriteTimeUtc(left.Parent!.FullName, Now.UtcDateTime.AddDays(-31));

        await Cache().KeepAsync(Key, await ProvisionedAsync("first"), Made, CancellationToken.None);

        Directory.GetDirectories(cache).ShouldBe([Path.Combine(cache, Key.ToString())]);
    }

    [Theory]
    [InlineData(null, "/home/me", "/home/me/.cache/keg-images/local-profile")]
    [InlineData("/caches", "/home/me", "/caches/keg-images/local-profile")]
    [InlineData("relative", "/home/me", "/home/me/.cache/keg-images/local-profile")]
    [InlineData("", "", null)]
    [InlineData(null, null, null)]
    public void It_lies_where_the_user_s_caches_do(string? caches, string? home, string? expected) =>
        MachineCache.FolderOf(name => name switch { "XDG_CACHE_HOME" => caches, "HOME" => home, _ => null }).ShouldBe(expected);

    private static LocalState Made => new()
    {
        Root = "/elsewhere",
        RegistryPort = 20000,
        Network = 1,
        RootImage = "library/node:20",
        RootDigest = "sha256:" + new string('a', 64),
    };

    private MachineCache Cache(TimeSpan later = default) =>
        new(Path.Combine(folder.FullName, "cache"), new ProcessRunner(), new StandingClock(Now + later));

    private LocalPaths Clone(string name)
    {
        var clone = LocalPaths.Of(Path.Combine(folder.FullName, name));
        Directory.CreateDirectory(clone.Home);
        return clone;
    }

    private async Task<LocalPaths> ProvisionedAsync(string name)
    {
        var clone = Clone(name);
        foreach (var file in (string[])[Path.Combine(clone.Packages, "usr", "bin", "docker"), Path.Combine(clone.Programs, "ip"),
            Path.Combine(clone.RegistryData, "link")])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, $"{Path.GetFileName(file)} of {name}");
        }

        File.CreateSymbolicLink(Path.Combine(clone.Packages, "alias"), "usr");
        return clone;
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
