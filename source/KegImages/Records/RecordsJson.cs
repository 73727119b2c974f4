using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KegImages.Records;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RecordDiff))]
[JsonSerializable(typeof(FamilyStatus))]
internal sealed partial class RecordsJson : JsonSerializerContext
{
    private static RecordsJson? relaxed;

    // The file is read as a file, never put into HTML, so '&' and '<' need no escape.
    public static RecordsJson Relaxed => relaxed ??= new RecordsJson(new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
