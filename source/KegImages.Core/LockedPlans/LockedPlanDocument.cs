using KegImages.Fingerprints;

namespace KegImages.LockedPlans;

/// <summary>The file's shape: everything in it is said, also that there is none.</summary>
internal sealed record LockedPlanDocument(int Version, LockedPlan Plan);

internal sealed class ProviderConverter() : TextConverter<Provider>("a provider", Provider.TryParse);

internal sealed class ReleaseVersionConverter() : TextConverter<ReleaseVersion>("a version", ReleaseVersion.TryParse);

internal sealed class RemoteIdentityConverter() : TextConverter<RemoteIdentity>("what an ADD fetches", RemoteIdentity.TryParse);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false,
    Converters = [typeof(DigestConverter), typeof(TagConverter), typeof(ImageNameConverter), typeof(ImageReferenceConverter),
        typeof(FingerprintConverter), typeof(FamilyParentsConverter), typeof(BranchNameConverter), typeof(CommitIdConverter),
        typeof(WebAddressConverter), typeof(ProviderConverter), typeof(ReleaseVersionConverter), typeof(RemoteIdentityConverter)])]
[JsonSerializable(typeof(LockedPlanDocument))]
internal sealed partial class LockedPlanJson : JsonSerializerContext;
