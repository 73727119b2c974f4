using KegImages.Planning;

namespace KegImages.Publishing;

/// <summary>
/// Who put a tag where it is: the branch that owns it, and the commit that was published; each null where nobody says so.
/// </summary>
internal sealed record TagState(BranchName? Owner, CommitId? Commit, DateTimeOffset? CommitTime)
{
    // Planning writes it; an image without it was not built by this project.
    private const string RefName = "org.opencontainers.image.ref.name";

    /// <summary>Nobody says anything.</summary>
    public static TagState Unknown { get; } = new(null, null, null);

    /// <summary>What the family record says of an image that is at the digest it names.</summary>
    public static TagState Of(FamilyRecord record, RecordedImage image) => new(record.Branch, image.Commit, image.CommitTime);

    /// <summary>What the family record says of the whole set.</summary>
    public static TagState Of(FamilyRecord record) => new(record.Branch, record.Commit, record.CommitTime);

    /// <summary>
    /// What an image's labels say of a tag. An image that was built for another tag, and is only reused under this one, says nothing of it.
    /// </summary>
    public static TagState Of(IReadOnlyDictionary<string, string> labels, Tag tag)
    {
        if (labels.TryGetValue(RefName, out var builtFor) && builtFor != tag.ToString())
            return Unknown;
        var owner = BranchName.TryParse(labels.GetValueOrDefault(ImageLabels.Branch), out var branch) ? branch : null;
        var commit = CommitId.TryParse(labels.GetValueOrDefault(ImageLabels.Revision), out var revision) ? revision : null;
        var hasTime = DateTimeOffset.TryParse(labels.GetValueOrDefault(ImageLabels.Created), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var time);
        return new TagState(owner, commit, hasTime ? time : null);
    }
}
