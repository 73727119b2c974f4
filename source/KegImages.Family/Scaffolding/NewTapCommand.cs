using System.Runtime.ExceptionServices;
using KegImages.Pipeline;

namespace KegImages.Scaffolding;

/// <summary>Makes a new tap: its files, its first image on the pulled parent, its first tags. What fails half-way is undone.</summary>
public sealed class NewTapCommand
{
    private readonly BuildOptions options;
    private readonly NewTapOptions asked;
    private readonly FamilyModel model;
    private readonly NewTapPlan plan;
    private readonly World world;
    private readonly Provider provider;
    private Workplace workplace;
    private TagListing? before;
    private ImageCommands? run;

    private NewTapCommand(Workplace workplace, BuildOptions options, NewTapOptions asked, FamilyModel model, NewTapPlan plan)
    {
        (this.workplace, this.options, this.asked, this.model, this.plan) = (workplace, options, asked, model, plan);
        (world, provider) = (workplace.World, workplace.ProviderOf(model.Settings));
    }

    private ImageName Name => plan.Scaffold.Name;

    // Of a family with one group, that is the base's target.
    private StageTarget LastTarget => model.Settings.Groups.Length == 1 ? StageTarget.Base : StageTarget.Taps;

    /// <summary>Decides to make the tap, and says each step before it happens. Of a tap that there is already, says so.</summary>
    /// <exception cref="WrongUseException">What was asked for is wrong; nothing was changed.</exception>
    /// <exception cref="FailedException">The build failed or the registry refused: files, <c>keg.yml</c> and tags are as they were
    /// before.</exception>
    public static async Task<Decision> DecideAsync(NewTapOptions asked, BuildOptions options, Workplace workplace,
        CancellationToken cancellationToken)
    {
        var model = await workplace.LoadAsync(cancellationToken);
        if (asked.Name is not null && model.Family.Images.FirstOrDefault(image => image.Name.ToString() == asked.Name) is { } there)
        {
            workplace.Output.Say([$"'{there.Name}' is in the family already, at {model.Shown(there.FolderPath)}: nothing was changed",
                $"build it: {workplace.Next($"BuildTaps --tap {there.Alias} --push")}; start it: "
                    + workplace.Next($"Start --tap {there.Alias}")]);
            return Decision.Nothing;
        }

        return await new NewTapCommand(workplace, options, asked, model, NewTapPlan.Of(asked, model)).DecideAsync(cancellationToken);
    }

    private async Task<Decision> DecideAsync(CancellationToken cancellationToken)
    {
        if (workplace.Place.NoRegistry && asked.Push)
            throw new WrongUseException("--no-registry asks no registry, and the first image of a new tap is pushed",
                next: $"make it here alone: {workplace.Next($"NewTap --name {Name} --no-push --no-registry")}");
        var folder = new ScaffoldFolder(Path.Combine(model.Root, plan.Folder));
        if (folder.IsTaken)
            throw new WrongUseException($"'{plan.Folder}' is there already, and is no image of the family",
                next: "choose another name, or move it away");
        if (asked.Push)
            await ThrowIfPublishedAsync(cancellationToken);
        await ThrowUnlessParentIsThereAsync(cancellationToken);
        SayPlan();
        return new Decision(token => MakeAsync(folder, token), () => Say("a dry run: nothing was written, built or pushed"));
    }

    private async Task MakeAsync(ScaffoldFolder folder, CancellationToken cancellationToken)
    {
        var keg = await KegFile.ReadAsync(model.Root, cancellationToken);
        try
        {
            await folder.WriteAsync(plan.Scaffold.Files, cancellationToken);
            if (plan.NeedsEntry)
                await keg.WriteAsync(KegEdit.AddFolder(keg.Text, plan.Group, plan.Folder), cancellationToken);
            await BuildAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            // Also after Ctrl+C: half a tap is worse than none. What had moved until then counts no longer.
            var (isUndone, said) = await new NewTapUndo(world, model, plan, provider, run, before) { IsPushed = asked.Push }
                .UndoAsync(folder, keg);
            Say(said);
            if (isUndone)
                ExceptionDispatchInfo.Throw(LastLines.CauseOf(exception));
            throw;
        }

        SayDone();
    }

    private async Task ThrowIfPublishedAsync(CancellationToken cancellationToken)
    {
        before = await world.Registries.ListTagsAsync(provider.Of(Name), cancellationToken);
        // Each is asked for by itself: what was not listed may be there.
        var there = await Task.WhenAll(Tags.Select(tag => world.Registries.HeadAsync(provider.Of(Name).With(tag), cancellationToken)));
        if (Tags.Zip(there).FirstOrDefault(pair => pair.Second is not null).First is { } taken)
            throw new WrongUseException(
                $"{provider.Of(Name).With(taken)} is at the provider already: the first image of a new tap would take its place",
                    next: "choose another name, or check out the branch that has this tap");
    }

    // Found out by the build too, but only after files were written that have to be undone.
    private async Task ThrowUnlessParentIsThereAsync(CancellationToken cancellationToken)
    {
        // What somebody chose is looked for as any parent is.
        if (workplace.Place.NoRegistry || workplace.BaseImage is not null || model.Membership.Find(plan.Scaffold.Parent) is not { } name)
            return;
        if (await world.Registries.HeadAsync(Usual, cancellationToken) is not null)
            return;
        if (await OfThisBranchAsync(name, cancellationToken) is not { } own)
        {
            var target = Staging.TargetOf(model.Family[name], model.Family);
            throw new WrongUseException([MissingMember.Of(provider, name, Usual.Tag, model.Settings.DefaultTag, target, world.SameWorld)]);
        }

        Say($"{Usual} is not there, and this registry is this clone's own: it is built on what this branch pushed, {own}");
        workplace = workplace with { Place = workplace.Place with
        {
            BaseImage = own.ToString(), BaseImageFrom = "what this branch pushed",
        } };
    }

    // The clone's own registry has what this clone pushed, which on another branch is not the default set. Elsewhere a tap that all are
    // to use is never built on what one branch has.
    private async Task<ImageReference?> OfThisBranchAsync(ImageName parent, CancellationToken cancellationToken)
    {
        if (world.Registry is null || workplace.Place.Registry is not null
            || await FamilyTags.FindAsync(workplace, null, model, cancellationToken) is not { } tag)
            return null;
        var own = provider.Of(parent).With(model.Settings.Variants.Of(parent, tag));
        return await world.Registries.HeadAsync(own, cancellationToken) is null ? null : own;
    }

    // As the family's files say.
    private ImageReference Usual => model.MappingTo(provider).Map(plan.Scaffold.Parent);

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        run = await ImageCommands.OpenAsync(
            workplace,
            new Selection { Targets = [LastTarget], Taps = [Name.ToString()], Tag = model.Settings.DefaultTag.ToString() },
            options with { Purpose = Purpose.Build, Push = asked.Push, IsFirstImage = true },
            cancellationToken);
        await run.PlanAsync(cancellationToken);
        await run.BuildAsync(LastTarget, cancellationToken);
        if (asked.Push)
            await run.PublishAsync(cancellationToken);
    }

    private IEnumerable<Tag> Tags => [model.Settings.DefaultTag, .. model.Settings.Aliases];

    private void SayPlan()
    {
        var parent = workplace.BaseImage?.Written.Value ?? Usual.ToString();
        Say($"makes the tap '{Name}' in {plan.Folder}, built on {parent}, which is pulled and never built:");
        foreach (var file in plan.Scaffold.Files)
            Say($"  {plan.Folder}/{file.Path}");
        if (plan.NeedsEntry)
            Say($"  {KegSettings.FileName}: groups.{plan.Group}.folders gets {plan.Folder}");
        Say(asked.Push
            ? $"builds its first image and creates its tags {string.Join(", ", Tags)} at {provider}/{Name}. A first image is tagged by "
                + "hand, this once: from then on CI moves these tags"
            : "builds its first image here; nothing is pushed");
    }

    private void SayDone()
    {
        Say("");
        Say($"commit it: git add {plan.Folder}{(plan.NeedsEntry ? $" {KegSettings.FileName}" : "")}");
        Say(asked.Push
            ? $"start it:  {ThisProgram.Name} Start --tap {plan.Scaffold.Alias}{world.SameWorld}"
            : $"push it:   {ThisProgram.Name} BuildTaps --tap {plan.Scaffold.Alias} --tag {model.Settings.DefaultTag} --push"
                + world.SameWorld);
    }

    private void Say(string line) => workplace.Output.Say([line]);
}
