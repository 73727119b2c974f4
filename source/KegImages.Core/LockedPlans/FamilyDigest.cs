using System.Security.Cryptography;

namespace KegImages.LockedPlans;

/// <summary>What tells two readings of a family apart before any file of a context is read: its images, and the edges between
/// them.</summary>
internal static class FamilyDigest
{
    /// <summary>The digest of a family: the same images with the same edges give the same.</summary>
    public static Digest Of(Family family)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var image in family.Images)
        {
            Add(image.Name.ToString(), image.Group.Name, image.Target ?? "", string.Join(',', image.Platforms),
                image.Parents.Length.ToString(CultureInfo.InvariantCulture));
            foreach (var edge in image.Parents)
                Add(edge.Reference.ToString(), edge.Member?.ToString() ?? "", edge.Use.ToString());
        }

        return Digest.Parse($"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}");

        // No part of it holds a line's end or that mark.
        void Add(params string[] parts) => hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\t', parts) + "\n"));
    }
}
