namespace KegImages.Consoles;

/// <summary>This process's standard output and error, masked whoever writes to them: the host too, which prints what a run failed with. A
/// secret is masked from the moment that any masking of the process knows it.</summary>
internal static class MaskedConsole
{
    private static readonly Masking All = new([]);
    private static MaskedWriter[] streams = [];

    /// <summary>Masks both streams from now on; call it once, before anything is written.</summary>
    public static void Begin()
    {
        var (output, error) = (new MaskedWriter(Console.Out, All), new MaskedWriter(Console.Error, All));
        streams = [output, error];
        AppContext.SetData(Prose.MaskKey, (Func<string, string>)Apply);
        Console.SetOut(output);
        Console.SetError(error);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    /// <summary>Writes what is held back because its line has not ended.</summary>
    public static void End()
    {
        foreach (var stream in streams)
            stream.Flush();
    }

    /// <summary>A text that is whole, as it is shown.</summary>
    public static string Apply(string text) => All.Apply(text);

    public static void Hide(string secret) => All.Add(secret);
}
