namespace KegImages.Records;

/// <summary>How what an image is made of compares with the working tree.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InputsState>))]
public enum InputsState
{
    /// <summary>The working tree would build the same.</summary>
    [JsonStringEnumMemberName("same")]
    Same,

    /// <summary>The working tree would build something else.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,

    /// <summary>Nobody says what the published image is made of.</summary>
    [JsonStringEnumMemberName("notRecorded")]
    NotRecorded,

    /// <summary>It cannot be told what the working tree's image is made of.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>The working tree's family has no such image.</summary>
    [JsonStringEnumMemberName("notInFamily")]
    NotInFamily,
}
