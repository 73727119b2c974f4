using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Nuke.Common.Output;
using Nuke.Common.Startup;

namespace Nuke.Common.Execution;

/// <summary>
/// What the last attempt did, <c>.nuke/temp/build-attempt.log</c>: a hash of its words that are no options, then a succeeded target a line.
/// </summary>
internal sealed class AttemptFile
{
    private readonly AbsolutePath? _file;
    private readonly string _hash;
    private readonly HashSet<string> _done;

    private AttemptFile(AbsolutePath? file, string hash, HashSet<string> done) => (_file, _hash, _done) = (file, hash, done);

    public static AttemptFile Open(BuildSession session)
    {
        var hash = Hash(session.Environment.Arguments);
        // A folder that --root names by mistake keeps no trace of it.
        if (!(session.Root / ".nuke").DirectoryExists())
            return new AttemptFile(null, hash, []);
        var file = session.Root / ".nuke" / "temp" / "build-attempt.log";
        if (!session.IsContinued)
            return new AttemptFile(file, hash, []);
        string[] lines = file.FileExists() ? File.ReadAllLines(file) : [];
        if (lines is [var last, .. var done] && last == hash)
            return new AttemptFile(file, hash, [.. done]);
        session.Output.Log(LogLevel.Warning, lines.Length == 0
            ? "--continue: there is no last attempt, so everything runs"
            : "--continue: the last attempt had other words, so everything runs");
        return new AttemptFile(file, hash, []);
    }

    /// <summary>Whether the last attempt did a target.</summary>
    public bool Did(ExecutableTarget target) => _done.Contains(target.Name);

    /// <summary>Writes the attempt anew, with what is taken over from the last one.</summary>
    public void Begin()
    {
        if (_file is null)
            return;
        OwnFolder.Make(_file.Parent!);
        File.WriteAllLines(_file, [_hash, .. _done]);
    }

    public void Succeeded(ExecutableTarget target)
    {
        if (_file is not null)
            File.AppendAllLines(_file, [target.Name]);
    }

    private static string Hash(IEnumerable<string> words)
    {
        var named = string.Join('\n', words.Where(word => !word.StartsWith('-')));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(named)));
    }
}
