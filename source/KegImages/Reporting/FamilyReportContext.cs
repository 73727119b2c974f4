using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KegImages.Reporting;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FamilyReport))]
[JsonSerializable(typeof(PlanReport))]
internal sealed partial class FamilyReportContext : JsonSerializerContext
{
    private static FamilyReportContext? relaxed;

    // The file is read as a file, never put into HTML, so '&' and '<' need no escape.
    public static FamilyReportContext Relaxed =>
        relaxed ??= new FamilyReportContext(new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
