using System.Security.Cryptography;

namespace KegImages.Testing;

/// <summary>What a result is the result of: an image, the tests, and all that these need. Where any of it is another, it is another
/// key.</summary>
/// <param name="Sha256">64 hexadecimal digits.</param>
public sealed record TestKey(string Sha256)
{
    // Raised when the same file means something else than before, so that it is tested anew.
    private const string Meaning = "keg-tests 1";
    private const int TagLength = 40;

    /// <summary>The key of an image and its tests.</summary>
    /// <param name="image">The image's digest in a registry, or its id in an engine.</param>
    /// <param name="files">The files, each with the digest of its content.</param>
    /// <param name="images">Other images of the family that are started with it.</param>
    public static TestKey Of(Digest image, IEnumerable<(string Path, Digest Content)> files,
        IEnumerable<(ImageName Name, Digest Digest)> images)
    {
        var text = new StringBuilder().Append(Meaning).Append('\n').Append(image).Append('\n');
        // A path has no line end that could be taken for the next entry: it is hashed.
        foreach (var (path, content) in files.OrderBy(file => file.Path, StringComparer.Ordinal))
            text.Append("file ").Append(Digest.Of(Encoding.UTF8.GetBytes(path))).Append(' ').Append(content).Append('\n');
        foreach (var (name, digest) in images.OrderBy(other => other.Name.ToString(), StringComparer.Ordinal))
            text.Append("image ").Append(name).Append(' ').Append(digest).Append('\n');
        return new TestKey(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }

    /// <summary>What its result is kept under, in the repository of the image: a tag for each kind of run.</summary>
    internal Tag Tag(ResultOrigin origin)
    {
        var kind = origin switch { ResultOrigin.Merged => "merged", ResultOrigin.ByHand => "by hand", _ => "branch" };
        var scope = Encoding.UTF8.GetBytes($"{Sha256} {kind}");
        return References.Tag.Parse($"test-{Convert.ToHexStringLower(SHA256.HashData(scope))[..TagLength]}");
    }
}
