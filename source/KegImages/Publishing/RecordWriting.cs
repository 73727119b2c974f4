using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>How writing a family record ended: <see cref="RecordStored"/> or <see cref="RecordNotSupported"/>.</summary>
public abstract record RecordWriting;

/// <summary>It is stored, and was read back.</summary>
/// <param name="Descriptor">The artifact.</param>
public sealed record RecordStored(ManifestDescriptor Descriptor) : RecordWriting;

/// <summary>The registry does not store artifacts: everything works without records, and is built where it could have been reused.</summary>
/// <param name="Reason">What the registry said.</param>
public sealed record RecordNotSupported(string Reason) : RecordWriting;
