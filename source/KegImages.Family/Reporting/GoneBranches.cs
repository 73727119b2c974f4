using KegImages.Pipeline;
using KegImages.Pruning;
using KegImages.Records;
using KegImages.Reports.Page;

namespace KegImages.Reporting;

/// <summary>Sets whose branch is gone at the remote: their records are read, one request each, and the remote is asked once.</summary>
/// <param name="pipeline">The run that they were read for.</param>
internal sealed class GoneBranches(ImagePipeline pipeline)
{
    // Who has more sets than that asks Prune, which reads all of them.
    private const int MostSets = 100;

    /// <summary>The sets, in the order of their tags.</summary>
    /// <exception cref="FailedException">Registry or remote does not answer.</exception>
    /// <exception cref="WrongUseException">There is no remote.</exception>
    public async Task<IReadOnlyList<PageGoneBranch>> ReadAsync(RecordNames names, CancellationToken cancellationToken)
    {
        var (run, provider) = (pipeline.Opened, pipeline.Request.Provider);
        var live = await new LiveBranchesReader(run.Workplace.Root, run.World.Runner, run.World.Environment, null)
            .ReadAsync(BranchName.Parse(run.Model.Settings.DefaultBranch), cancellationToken);
        var store = new FamilyRecordStore(run.World.Registries);
        var sets = names.Sets.Take(MostSets).ToList();
        var records = await Task.WhenAll(sets.Select(tag => store.GetAsync(provider, tag, [], cancellationToken)));
        return
        [
            .. sets.Zip(records).Where(pair => pair.Second.Record?.Branch is { } branch && !live.Branches.Contains(branch))
                .Select(pair => new PageGoneBranch(pair.First.ToString(), pair.Second.Record!.Branch!.ToString()))
                .OrderBy(gone => gone.Tag, StringComparer.Ordinal),
        ];
    }
}
