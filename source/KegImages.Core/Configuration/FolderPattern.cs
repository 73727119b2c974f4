using KegImages.Dockerfiles;

namespace KegImages.Configuration;

/// <summary>A pattern of folders: parts divided by <c>/</c>, in which <c>*</c> and <c>?</c> stand for characters and <c>**</c> for any
/// number of folders. Hidden folders are matched only by parts that begin with a dot. One whose last part is called as Dockerfiles are
/// (<c>docker/Dockerfile.*</c>, <c>docker/*.Dockerfile</c>) means such files.</summary>
internal sealed record FolderPattern(string Text)
{
    /// <summary>Whether it names one folder, or one file, only.</summary>
    public bool IsLiteral => IsPlain(Text);

    public string[] Parts => Text.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether it means Dockerfiles by their own names.</summary>
    public bool NamesFiles => Parts is [.., var last] && (DockerfileName.Is(last) || last == DockerfileName.Usual + "*");

    /// <summary>Whether a part stands for nothing but itself.</summary>
    public static bool IsPlain(string part) =>
        !part.Contains('*', StringComparison.Ordinal) && !part.Contains('?', StringComparison.Ordinal);

    /// <summary>What the image of a Dockerfile that it matches is called: by what the pattern leaves open, so that no other file changes
    /// it. Of <c>docker/Dockerfile.*</c> that is the file's own part, of <c>images/*/Dockerfile.prod</c> the folder, of
    /// <c>images/*/Dockerfile.*</c> both; where nothing is open, the own part.</summary>
    /// <param name="folder">What the folder's image would be called.</param>
    /// <param name="file">The file's name.</param>
    public string NameOf(string folder, string file)
    {
        if (DockerfileName.OwnPart(file) is not { } own)
            return folder;
        var isFolderOpen = Parts[..^1].Any(part => !IsPlain(part));
        return !isFolderOpen ? own : IsPlain(Parts[^1]) ? folder : $"{folder}-{own}";
    }
}
