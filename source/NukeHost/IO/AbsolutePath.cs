using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Nuke.Common.IO;

/// <summary>An absolute path, normalized; <c>path / "name"</c> is a path below it.</summary>
[TypeConverter(typeof(AbsolutePathConverter))]
public sealed class AbsolutePath : IEquatable<AbsolutePath>
{
    private readonly string _path;

    private AbsolutePath(string path) => _path = path;

    /// <summary>The file's or folder's own name.</summary>
    public string Name => Path.GetFileName(_path);

    /// <summary>The name without its last extension.</summary>
    public string NameWithoutExtension => Path.GetFileNameWithoutExtension(_path);

    /// <summary>The last extension with its dot, or the empty text.</summary>
    public string Extension => Path.GetExtension(_path);

    /// <summary>The folder above; null at the root.</summary>
    public AbsolutePath? Parent => Path.GetDirectoryName(_path) is { } parent ? new AbsolutePath(parent) : null;

    /// <summary>A path below a folder.</summary>
    [return: NotNullIfNotNull(nameof(left))]
    public static AbsolutePath? operator /(AbsolutePath? left, string? right) =>
        left is null ? null : new AbsolutePath(Normalize(Path.Combine(left._path, right ?? "")));

    /// <summary>The same path with a text behind it.</summary>
    [return: NotNullIfNotNull(nameof(left))]
    public static AbsolutePath? operator +(AbsolutePath? left, string? right) =>
        left is null ? null : new AbsolutePath(Normalize(left._path + right));

    /// <summary>The path's text.</summary>
    [return: NotNullIfNotNull(nameof(path))]
    public static implicit operator string?(AbsolutePath? path) => path?._path;

    /// <summary>A path from its text. Throws <see cref="ArgumentException"/> when the text is not absolute.</summary>
    [return: NotNullIfNotNull(nameof(path))]
    public static implicit operator AbsolutePath?(string? path)
    {
        if (path is null)
            return null;
        if (!Path.IsPathFullyQualified(path))
            throw new ArgumentException($"'{path}' is not an absolute path", nameof(path));
        return new AbsolutePath(Normalize(path));
    }

    /// <summary>Whether two paths are the same.</summary>
    public static bool operator ==(AbsolutePath? left, AbsolutePath? right) => Equals(left, right);

    /// <summary>Whether two paths differ.</summary>
    public static bool operator !=(AbsolutePath? left, AbsolutePath? right) => !Equals(left, right);

    /// <summary>Whether two paths are the same; case matters where the file system cares.</summary>
    public bool Equals(AbsolutePath? other) =>
        other is not null && string.Equals(_path, other._path, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal);

    /// <summary>Whether two paths are the same.</summary>
    public override bool Equals(object? obj) => Equals(obj as AbsolutePath);

    /// <summary>A hash that goes with <see cref="Equals(AbsolutePath)"/>.</summary>
    public override int GetHashCode() =>
        (OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal).GetHashCode(_path);

    /// <summary>The path's text.</summary>
    public override string ToString() => _path;

    private static string Normalize(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
