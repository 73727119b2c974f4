namespace KegImages.EngineTests.Engine;

/// <summary>For what changes the whole process: no other test runs beside it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = nameof(Alone);
}
