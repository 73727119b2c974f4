using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KegImages.Running;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(RunningReport))]
internal sealed partial class RunningJson : JsonSerializerContext
{
    private static RunningJson? relaxed;

    // What it writes is read as a file, never put into HTML, so '&' and '<' need no escape.
    public static RunningJson Relaxed => relaxed ??= new RunningJson(new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
