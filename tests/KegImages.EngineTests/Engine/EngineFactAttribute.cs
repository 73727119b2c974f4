using System.Runtime.CompilerServices;

namespace KegImages.EngineTests.Engine;

/// <summary>
/// A test that needs a real engine: skipped with its reason where none can be had. With CI=true it is run all the same, and fails.
/// </summary>
public sealed class EngineFactAttribute : FactAttribute
{
    public EngineFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) =>
        Skip = EngineFixture.WhySkipped;
}

/// <summary>A theory that needs a real engine, as <see cref="EngineFactAttribute"/>.</summary>
public sealed class EngineTheoryAttribute : TheoryAttribute
{
    public EngineTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) =>
        Skip = EngineFixture.WhySkipped;
}
