namespace Nuke.Common.IO;

/// <summary>A folder for what a run writes, which no repository is to hold: it ignores itself.</summary>
internal static class OwnFolder
{
    public static AbsolutePath Make(AbsolutePath path)
    {
        if (Directory.Exists(path))
            return path;
        Directory.CreateDirectory(path);
        File.WriteAllText(path / ".gitignore", "*\n");
        return path;
    }
}
