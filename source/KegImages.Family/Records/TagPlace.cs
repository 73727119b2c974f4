namespace KegImages.Records;

/// <summary>Where an image's tag is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TagPlace>))]
public enum TagPlace
{
    /// <summary>On the digest that the record names.</summary>
    [JsonStringEnumMemberName("asRecorded")]
    AsRecorded,

    /// <summary>On another digest than the record names.</summary>
    [JsonStringEnumMemberName("moved")]
    Moved,

    /// <summary>Nowhere, although the record names a digest.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing,

    /// <summary>On a digest, and the record does not name the image.</summary>
    [JsonStringEnumMemberName("notRecorded")]
    NotRecorded,

    /// <summary>Nowhere, and the record does not name the image.</summary>
    [JsonStringEnumMemberName("notPublished")]
    NotPublished,
}
