using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>
/// How writing a family record ended: <see cref="RecordStored"/>, <see cref="RecordOvertaken"/> or <see cref="RecordNotSupported"/>.
/// </summary>
public abstract record RecordWriting;

/// <summary>It is stored, and was read back under each of its tags.</summary>
/// <param name="Descriptor">The artifact.</param>
public sealed record RecordStored(ManifestDescriptor Descriptor) : RecordWriting;

/// <summary>Another run wrote a record of the same set meanwhile: both have to become one.</summary>
/// <param name="Theirs">The other record.</param>
/// <param name="Descriptor">Its artifact.</param>
public sealed record RecordOvertaken(FamilyRecord Theirs, ManifestDescriptor Descriptor) : RecordWriting;

/// <summary>The registry does not store the artifact.</summary>
/// <param name="Reason">What the registry said.</param>
public sealed record RecordNotSupported(string Reason) : RecordWriting;
