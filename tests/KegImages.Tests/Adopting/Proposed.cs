using System.Collections.Immutable;
using KegImages.Proposals;

namespace KegImages.Tests.Adopting;

/// <summary>What Init makes of files that are nowhere but here.</summary>
internal static class Proposed
{
    public static AdoptionFacts Facts(string? remote, params (string Path, string Text)[] files)
    {
        var taken = DockerfileSearch.Of(files.Select(file => file.Path));
        var texts = files.ToDictionary(file => file.Path, file => file.Text);
        return new AdoptionFacts
        {
            Name = "images",
            Source = remote is null ? null : new Uri(remote),
            DefaultBranch = "main",
            Files = [.. texts.Keys],
            Builds = [.. taken.Select(path => new AdoptedBuild
            {
                Word = DockerfileSearch.WordOf(path, "images", texts.Keys.ToHashSet()),
                DockerfilePath = path,
                Text = texts[path],
            })],
        };
    }

    public static FamilyProposal Of(AdoptionFacts facts) =>
        new FamilyProposer(OwnTagArgs.Given(facts), ImmutableDictionary<AdoptedBuild, ImmutableArray<Problem>>.Empty).Propose();

    /// <summary>All that a person is shown of it.</summary>
    public static string Text(FamilyProposal proposal) =>
        string.Join('\n', [.. proposal.ToTree(), "", .. proposal.Notes.Select(note => note.ToString()), "", KegText.Of(proposal)]);
}
