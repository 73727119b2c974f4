using KegImages.LockedPlans;

namespace KegImages.Pipeline;

/// <summary>The file of a locked plan.</summary>
internal static class LockedPlanFile
{
    /// <summary>Reads the plan that the options name; null where they name none.</summary>
    /// <exception cref="WrongUseException">It is not there, not the one that is meant, or no locked plan.</exception>
    public static async Task<LockedPlan?> ReadAsync(Workplace workplace, BuildOptions options, CancellationToken cancellationToken)
    {
        if (options.LockedPlan is not { } file)
            return null;
        var text = await BytesAsync(Path.GetFullPath(Path.Combine(workplace.Root, file)), file, cancellationToken);
        if (options.LockedPlanSha256 is { } wanted && LockedPlanText.HashOf(text) is var hash
            && !wanted.Equals(hash, StringComparison.OrdinalIgnoreCase))
            throw new WrongUseException($"it is not the plan that is meant: its SHA-256 is {hash}, and --locked-plan-sha256 says {wanted}",
                new SourceLocation(file), "take the file that the plan's own job wrote");
        return LockedPlanText.Parse(text, file);
    }

    /// <summary>Writes what a plan resolved below <c>output</c>.</summary>
    /// <returns>The plan, and the SHA-256 of its file.</returns>
    public static async Task<(LockedPlan Plan, string Sha256)> WriteAsync(OpenedRequest run, MadePlan made,
        CancellationToken cancellationToken)
    {
        var plan = LockedPlanOf.Made(run, made);
        var text = run.World.Masking.Apply(LockedPlanText.Of(plan));
        await run.Workplace.Output.WriteAsync(LockedPlan.FileName, text, cancellationToken);
        return (plan, LockedPlanText.HashOf(Encoding.UTF8.GetBytes(text)));
    }

    private static async Task<byte[]> BytesAsync(string path, string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            if (stream.Length > LockedPlanText.MostBytes)
                throw new WrongUseException($"no locked plan is as large: {stream.Length} bytes", new SourceLocation(file));
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WrongUseException($"--locked-plan {file}: it cannot be read: {exception.Message}",
                next: $"write it: {ThisProgram.Name} Plan{ThisProgram.SameWorld}, which leaves it in output/{LockedPlan.FileName}");
        }
    }
}
