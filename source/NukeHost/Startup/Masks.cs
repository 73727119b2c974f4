using Nuke.Common.Output;

namespace Nuke.Common.Startup;

/// <summary>Both streams of a run, with what neither may show.</summary>
internal sealed record Masks(MaskingWriter Out, MaskingWriter Error)
{
    public void Hide(string secret)
    {
        Out.Hide(secret);
        Error.Hide(secret);
    }

    /// <summary>Another writer that shows as little as these.</summary>
    public MaskingWriter Over(TextWriter writer) => Out.Over(writer);

    public void Complete()
    {
        Out.Complete();
        Error.Complete();
    }
}
