using System.Collections.Immutable;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>Uploads that lead nowhere.</summary>
internal static class UploadFaults
{
    public static ImmutableArray<Fault> All { get; } =
    [
        To("is missing", null),
        To("is empty", ""),
        To("is a file", "file:///upload"),
        To("is another host's", "http://127.0.0.1:9/upload"),
        To("goes up", "../../../../"),
        To("is no address", "http://[::1"),
        To("is 30 kB long", $"/v2/{new string('x', 30_000)}"),
        To("runs a script", "javascript:alert(1)"),
        To("is an upload that nobody began", "/v2/x/blobs/uploads/00000000-0000-0000-0000-000000000000"),
    ];

    private static Fault To(string kind, string? location) => Fault.After(
        $"a Location that {kind}", answer => location is null ? answer.Without("Location") : answer.With("Location", location))
            with { Applies = place => place.IsUpload };
}
