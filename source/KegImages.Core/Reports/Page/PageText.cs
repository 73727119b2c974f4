using System.Text.Encodings.Web;

namespace KegImages.Reports.Page;

/// <summary>A page's document as JSON text.</summary>
internal static class PageText
{
    /// <summary>For files, where nothing needs an escape that JSON itself does not need.</summary>
    public static string Relaxed(Action<PageWriter> write)
    {
        using var stream = new MemoryStream();
        Write(write, text => text, ReadableJson.Encoder, stream);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes a document for machines, with no secret in it.</summary>
    public static void WriteRelaxed(PageDocument document, Func<string, string> mask, Stream stream)
    {
        Write(writer => writer.Write(document), mask, ReadableJson.Encoder, stream);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes a document for the page, where people read every text: no secret is in it, what is hidden is written out, and all
    /// that HTML knows is escaped.</summary>
    public static void WriteShown(PageDocument document, Func<string, string> mask, Stream stream) =>
        Write(writer => writer.Write(document), text => VisibleText.Of(mask(text)), JavaScriptEncoder.Default, stream);

    private static void Write(Action<PageWriter> write, Func<string, string> shown, JavaScriptEncoder encoder, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = encoder });
        write(new PageWriter(json, shown));
    }
}
