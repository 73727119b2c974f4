namespace KegImages.Engines;

/// <summary>Hands on what an engine tells bit by bit, at once and in its order, which the framework's own does not.</summary>
internal sealed class Told<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
