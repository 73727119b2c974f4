using KegImages.Images;

namespace KegImages.Configuration;

/// <summary>What <c>keg.yml</c> says, and the family that it describes.</summary>
/// <param name="Settings">The settings, with what the command line says over them.</param>
/// <param name="Family">The family.</param>
public sealed record FamilyModel(KegSettings Settings, Family Family);
