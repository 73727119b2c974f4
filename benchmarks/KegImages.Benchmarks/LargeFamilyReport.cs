using System.Globalization;
using System.Text;

namespace KegImages.Benchmarking;

/// <summary>What a large family took.</summary>
/// <param name="Images">How many images it has.</param>
/// <param name="Plan">A plan of it, all in place.</param>
/// <param name="Tap">A plan of one tap.</param>
/// <param name="All">Its publication.</param>
/// <param name="One">The publication of one changed leaf.</param>
internal sealed record LargeFamilyReport(int Images, Measurement Plan, Measurement Tap, PublishedAtOnce All, PublishedAtOnce One)
{
    private const double Mebibyte = 1024 * 1024;
    private const double MostMemory = 200;

    // What a plan may take: in between and beyond, nothing is promised.
    private double? MostSeconds => Images switch { <= 1_000 => 0.8, <= 10_000 => 6, _ => null };

    /// <summary>The tables of several sizes, for people.</summary>
    public static string ToMarkdown(IReadOnlyCollection<LargeFamilyReport> reports)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors.").AppendLine()
            .AppendLine("| images | plan, all in place | goal | | requests | memory | goal | | plan of one tap | requests | memory |")
            .AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var one in reports)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {one.Images} | {one.Plan.Seconds:0.00} s | {(one.MostSeconds is { } most ? $"≤ {most:0.0#} s" : "")} | "
                + $"{(one.MostSeconds is null ? "" : Word(one.Plan.Seconds <= one.MostSeconds))} | {one.Plan.Requests} | "
                + $"{one.Plan.PeakMemory / Mebibyte:0} MiB | ≤ {MostMemory:0} MiB | {Word(one.Plan.PeakMemory / Mebibyte <= MostMemory)} | "
                + $"{one.Tap.Seconds:0.00} s | {one.Tap.Requests} | {one.Tap.PeakMemory / Mebibyte:0} MiB |");
        }

        text.AppendLine().AppendLine("| images | published | time | requests | an image | bytes of manifests | bytes of the record |")
            .AppendLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (images, published) in reports.SelectMany(one => new[] { (one.Images, one.All), (one.Images, one.One) }))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {images} | {published.Images} | {published.Seconds:0.00} s | "
                + $"{published.Requests} | {published.Seconds * 1000 / published.Images:0.00} ms, "
                + $"{(double)published.Requests / published.Images:0.00} requests | {published.ManifestBytes} | {published.RecordBytes} |");
        }

        return text.ToString();

        static string Word(bool isReached) => isReached ? "reached" : "**missed**";
    }
}

/// <summary>What a publication took: tags that move, and the record.</summary>
/// <param name="Images">How many images moved.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Requests">How many requests.</param>
/// <param name="ManifestBytes">The bytes that tags were put with.</param>
/// <param name="RecordBytes">The bytes of the record that were new: its index, manifest and changed shards.</param>
internal sealed record PublishedAtOnce(int Images, double Seconds, long Requests, long ManifestBytes, long RecordBytes)
{
    /// <summary>It as a clause.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"published in {Seconds:0.00} s, {Requests} requests, {ManifestBytes + RecordBytes} bytes");
}
