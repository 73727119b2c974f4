namespace KegImages.Scaffolding;

/// <summary>The file <c>keg.yml</c> on its way to being changed and, if that was wrong, back.</summary>
internal sealed class KegFile
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly string path;
    private readonly byte[] original;

    private KegFile(string path, byte[] original) => (this.path, this.original) = (path, original);

    public string Text => Encoding.UTF8.GetString(HasMark ? original.AsSpan(ByteOrderMark.Length) : original);

    private bool HasMark => original.AsSpan().StartsWith(ByteOrderMark);

    public static async Task<KegFile> ReadAsync(string root, CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, KegSettings.FileName);
        return new KegFile(path, await WrittenFile.BytesAsync(path, cancellationToken));
    }

    public Task WriteAsync(string text, CancellationToken cancellationToken) =>
        File.WriteAllBytesAsync(path, [.. HasMark ? ByteOrderMark : [], .. Encoding.UTF8.GetBytes(text)], cancellationToken);

    /// <summary>Puts every byte back as it was.</summary>
    public void Restore() => File.WriteAllBytes(path, original);
}
