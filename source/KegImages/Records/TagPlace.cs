using System.Text.Json.Serialization;

namespace KegImages.Records;

/// <summary>Where an image's tag is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TagPlace>))]
public enum TagPlace
{
    /// <summary>On the digest that the record names.</summary>
    AsRecorded,

    /// <summary>On another digest than the record names.</summary>
    Moved,

    /// <summary>Nowhere, although the record names a digest.</summary>
    Missing,

    /// <summary>On a digest, and the record does not name the image.</summary>
    NotRecorded,

    /// <summary>Nowhere, and the record does not name the image.</summary>
    NotPublished,
}
