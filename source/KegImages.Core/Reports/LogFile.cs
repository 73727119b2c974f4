using System.Security.Cryptography;

namespace KegImages.Reports;

/// <summary>The file that keeps the whole log of an image's build.</summary>
public static class LogFile
{
    /// <summary>The folder of all of them, below the family's root.</summary>
    public const string Folder = "output/logs";

    // What file systems take is 255 bytes; an image's name may be longer.
    private const int Longest = 200;

    // Devices on Windows, whatever follows their dot.
    private static readonly string[] Devices =
    [
        "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
        "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    ];

    /// <summary>The file's path below the root. Two images never share one: neither <c>@</c> nor <c>+</c> is in a name.</summary>
    public static string Of(ImageName image)
    {
        var name = image.ToString().Replace(':', '@');
        if (Devices.Contains(name.Split('.', '@')[0], StringComparer.OrdinalIgnoreCase))
            name = $"+{name}";
        if (name.Length > Longest)
            name = $"{name[..Longest]}+{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..12]}";
        return $"{Folder}/{name}.log";
    }
}
