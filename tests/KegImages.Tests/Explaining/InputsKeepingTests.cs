using KegImages.Building;
using KegImages.Explaining;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Planning;
using KegImages.Registry;
using KegImages.Tests.Building;
using KegImages.Tests.Fingerprints;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Explaining;

public sealed class InputsKeepingTests : IDisposable
{
    private readonly FakeRegistry registry = new();
    private readonly RegistryClient client = new(new FakeCredentials());
    private readonly ImageInputs inputs = ImageInputs.Of(FingerprintInputs.Of(Requests.Full), []);

    public void Dispose()
    {
        client.Dispose();
        registry.Dispose();
    }

    [Fact]
    public async Task Only_what_was_built_and_pushed_is_kept()
    {
        var keeping = Keeping("tap", "evf", "core");
        keeping.Show(new ImageStarted(Step("tap")));
        keeping.Show(new ImageEnded(Pushed("tap")));
        keeping.Show(new ImageEnded(Pushed("evf") with { Digest = null }));
        keeping.Show(new ImageEnded(new Blocked(Step("core"), ImageName.Parse("evf"))));

        (await keeping.NoteAsync()).ShouldBeNull();

        registry.TagOf("tap", $"{inputs.Fingerprint.ContentTag}.inputs").ShouldNotBeNull();
        registry.Asked.ShouldAllBe(request => request.Contains("keg/tap/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_registry_that_refuses_artifacts_is_told_once_and_fails_nothing()
    {
        registry.RefusesArtifacts = true;
        var keeping = Keeping("tap", "evf");
        keeping.Show(new ImageEnded(Pushed("tap")));
        keeping.Show(new ImageEnded(Pushed("evf")));

        (await keeping.NoteAsync())!.ShouldStartWith("the registry does not keep what images are made of, so Explain cannot compare them: ");
    }

    private InputsKeeping Keeping(params string[] names) => new(client, names.ToDictionary(ImageName.Parse, _ => inputs), null, default);

    private BuildStep Step(string name) => FamilyOf.Step(name) with { Content = registry.Repository(name).With(inputs.Fingerprint.ContentTag) };

    private Built Pushed(string name) => new(Step(name), Step(name).Content, FamilyOf.DigestOf(name), null, TimeSpan.Zero, false);
}
