using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Locking;
using KegImages.Planning;
using KegImages.Publishing;

namespace KegImages.Pipeline;

/// <summary>Makes the plan of an opened run from facts that are read once, and notes what a person should know of them.</summary>
internal sealed class RunPlanning(OpenedRun run, RunNotes notes)
{
    private readonly FactsReader facts = RunSettings.FactsReaderOf(run.Options, run.World, run.Model, run.Lock, run.Request.Provider);

    // Where everything is built anyway, the record still says whose the tag is.
    private readonly KnownImages? images = run.Request.Push && (run.WillBuild || run.Options.DryRun || run.Request is { NoCache: false, Force: false })
        ? new KnownImages(run.World.Registries, run.Request, run.DefaultTag)
        : null;

    /// <summary>Reads the facts and makes the plan. Where it builds, engine and logins are checked too.</summary>
    /// <exception cref="WrongUseException">Parents that do not exist, a tag that is another branch's, or what is missing to build and push.</exception>
    /// <exception cref="FailedException">A registry or git repository does not answer, or what would be built was published at a newer commit.</exception>
    public async Task<MadePlan> MakeAsync(CancellationToken cancellationToken)
    {
        var made = await ReadAsync(cancellationToken);
        if (await HeldAsync(cancellationToken) is { } held)
        {
            return made.LeftTo(held);
        }

        // What may not be published is not built first, and a dry run says so too.
        if ((run.WillBuild || run.Options.DryRun) && images?.Records is { } records)
        {
            await new FamilyPublication(run.World.Registries, run.Request.Provider).ThrowIfRefusedAsync(
                PushedSet.PublicationOf(run, []) with { Current = records.Primary.Record }, made.Plan.Steps.Select(step => step.Image.Name), cancellationToken);
        }

        Note(made.Plan);
        // Where nothing is built, neither engine nor login is needed, and asking for them would take longer than all the rest.
        return made with { Builder = await RequireBuilderAsync([.. made.Plan.Steps.Select(step => step.Content)], cancellationToken) };
    }

    /// <summary>The plan as it is where nobody holds the set: for one who only wants to know why images are as they are.</summary>
    public async Task<MadePlan> ExplainedAsync(CancellationToken cancellationToken)
    {
        var made = await ReadAsync(cancellationToken);
        Note(made.Plan);
        return made;
    }

    /// <summary>What is different by now in the files that an image was planned with.</summary>
    public Task<ImmutableArray<InputDifference>> ChangesAsync(ImageDefinition image, PlanFacts planned, CancellationToken cancellationToken) =>
        facts.ChangesAsync(image, planned.Inputs[image.Name].Manifest, cancellationToken);

    /// <summary>Notes which locked images from outside have moved since: one request each, so only a plan that is looked at asks.</summary>
    public async Task NoteBehindAsync(CancellationToken cancellationToken)
    {
        if (run.Lock is null || run.Options.NoRegistry)
            return;
        try
        {
            foreach (var (tag, then, now) in await OutsideTags.BehindAsync(run.Lock, run.Model.Family, run.World.Registries, cancellationToken))
                notes.Add($"{tag} is locked to {then.Abbreviated} and is {now.Abbreviated} by now: ./build.sh UpdateBases takes it over");
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            notes.Add($"whether {KegLock.FileName} is behind cannot be told: {exception.Message}");
        }
    }

    // Content tags belong to nobody, and what is put under them alone moves nothing.
    private async Task<HeldSet?> HeldAsync(CancellationToken cancellationToken)
    {
        if (run.Options.ContentOnly || images?.Records?.Primary.Record is not { Hold: not null } record)
            return null;
        var publication = PushedSet.PublicationOf(run, []) with { Current = record };
        FamilyPublication.ThrowIfOwned(publication);
        return await new FamilyPublication(run.World.Registries, run.Request.Provider) { SameWorld = run.World.SameWorld }.HeldAsync(publication, cancellationToken);
    }

    private async Task<MadePlan> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadFactsAsync(cancellationToken);
        }
        catch (FailedException) when (run.WillBuild)
        {
            // On a machine with neither engine nor network, the missing engine is what to mend first.
            await RequireBuilderAsync([.. run.Request.Scope.Select(image => run.Request.Provider.Of(image.Name))], cancellationToken);
            throw;
        }
    }

    private async Task<MadePlan> ReadFactsAsync(CancellationToken cancellationToken)
    {
        var request = run.Request;
        var known = await facts.ReadAsync(request, run.Git, images, cancellationToken);
        foreach (var note in facts.Notes)
            notes.Add(note);
        if (run.Options.Changed)
            (request, known) = ChangedImages.Only(request, known, await DefaultRecordAsync(cancellationToken), images?.Records?.Primary.Record, run.DefaultTag);
        var plan = Planner.Plan(request, known);
        while (images is not null && !await images.ConfirmAsync(plan, cancellationToken))
        {
            known = known with { Existing = images.Existing };
            plan = Planner.Plan(request, known);
        }

        return new MadePlan(plan, request, known, images);
    }

    private async Task<FamilyRecord?> DefaultRecordAsync(CancellationToken cancellationToken)
    {
        var record = (await new FamilyRecordStore(run.World.Registries).GetAsync(run.Request.Provider, run.DefaultTag, cancellationToken)).Record;
        if (record is null)
            notes.Add($"{run.Request.Provider} has no family record of {run.DefaultTag}, so every image counts as changed");
        return record;
    }

    private void Note(BuildPlan plan)
    {
        NoteDirt(plan);
        NoteNoRecord(plan);
    }

    // The files of a new tap's first image cannot be committed yet.
    private void NoteDirt(BuildPlan plan)
    {
        if (plan.Push && !plan.Steps.IsEmpty && (run.WillBuild || run.Options.DryRun) && !run.Options.IsFirstImage && run.Git is { IsDirty: true, HeadCommit: { } head })
            notes.Add($"the working tree has changes that are not committed: what is pushed is built from it, and its revision label names {head.Abbreviated} all the same");
    }

    // Of a new tap's first image nobody expects that it was published before.
    private void NoteNoRecord(BuildPlan plan)
    {
        if (!plan.Steps.IsEmpty && !run.Options.IsFirstImage && images?.Records is { Primary: not RecordFound, Default: null })
            notes.Add($"{run.Request.Provider} has no family record of {run.DefaultTag}{(run.Tags.Primary == run.DefaultTag ? "" : $" or {run.Tags.Primary}")}: what is not there under its content tag is built");
    }

    private async Task<EngineFacts?> RequireBuilderAsync(ImmutableArray<ImageReference> pushed, CancellationToken cancellationToken)
    {
        if (!run.WillBuild || pushed.IsEmpty)
            return null;
        var gathering = new Gathering();
        var builder = await BuilderCheck.RunAsync(run.World, run.Options, run.Options.Push ? pushed.Append(FamilyRecordStore.RepositoryOf(run.Request.Provider)) : [], gathering, cancellationToken);
        gathering.ThrowIfAny();
        return builder;
    }
}
