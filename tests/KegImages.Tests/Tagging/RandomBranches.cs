using System.Text;
using KegImages.Revisions;

namespace KegImages.Tests.Tagging;

/// <summary>Branch names of every shape that git allows, the same ones for the same seed.</summary>
internal sealed class RandomBranches(int seed)
{
    private static readonly string[] Alphabets =
    [
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcxyz/",
        "abc/-_.",
        "/-_.!#$%&'()+,;<=>@]`{|}\"",
        "äöüßéñçøłžабвгдλκ日本語中文한국어ابتKİı",
        "a1-",
    ];

    private static readonly string[] Emoji = ["🚀", "👩‍💻", "𝒳", "\u0301", "\u200b"];
    private static readonly string[] Fixed = ["HEAD", "@", "-", "_", "日本", "master", "develop", "Develop", "fp-0123456789abcdef0123", "K",
        "İ", "refs/heads/x", "x".PadRight(300, 'y')];

    private readonly Random random = new(seed);

    public IEnumerable<BranchName> Take(int count)
    {
        var all = Fixed.Select(BranchName.Parse).ToList();
        while (all.Count < count)
        {
            // git's own rule decides which of the random texts are names.
            if (BranchName.TryParse(Text(), out var branch))
                all.Add(branch);
        }

        return all;
    }

    private string Text()
    {
        var length = random.Next(4) == 0 ? random.Next(1, 301) : random.Next(1, 30);
        var alphabet = Alphabets[random.Next(Alphabets.Length)];
        var text = new StringBuilder();
        while (text.Length < length)
        {
            var from = random.Next(5) == 0 ? Alphabets[random.Next(Alphabets.Length)] : alphabet;
            text.Append(random.Next(60) == 0 ? Emoji[random.Next(Emoji.Length)] : from[random.Next(from.Length)].ToString());
        }

        return text.ToString();
    }
}
