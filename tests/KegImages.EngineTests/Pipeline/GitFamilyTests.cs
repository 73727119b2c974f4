using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Pipeline;

/// <summary>Tests that each have a <see cref="GitFamily"/> of their own.</summary>
public abstract class GitFamilyTests(EngineFixture engine) : IAsyncLifetime
{
    private GitFamily? made;

    private protected static string[] Names { get; } = ["keg-base", "tap", "one", "two"];

    private protected EngineFixture Engine => engine;

    private protected GitFamily Family => made!;

    public async ValueTask InitializeAsync()
    {
        if (EngineFixture.WhySkipped is null)
            made = await GitFamily.CreateAsync(engine);
    }

    public ValueTask DisposeAsync()
    {
        made?.Dispose();
        return ValueTask.CompletedTask;
    }
}
