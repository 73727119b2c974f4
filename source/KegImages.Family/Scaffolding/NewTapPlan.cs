namespace KegImages.Scaffolding;

/// <summary>A new tap, checked against the family: what it is made of and where it goes. Pure.</summary>
/// <param name="NeedsEntry">Whether no folder of <c>keg.yml</c> covers it.</param>
internal sealed record NewTapPlan(TapScaffold Scaffold, string Folder, bool NeedsEntry, string Group)
{
    private const string UsualFolder = "taps";

    /// <summary>Checks what was asked for. Throws <see cref="WrongUseException"/> with everything that is wrong with it.</summary>
    public static NewTapPlan Of(NewTapOptions asked, FamilyModel model)
    {
        var gathering = new Gathering();
        var name = gathering.Try(() => NameOf(asked.Name));
        var alias = asked.Alias ?? asked.Name ?? "";
        gathering.Try<object?>(() => CheckAlias(asked, alias, model));
        var last = model.Settings.Groups[^1];
        var parent = last.Parent?.Value;
        if (parent is null)
            gathering.Try<object>(() =>
                throw new WrongUseException($"group '{last.Group.Name}' has no parent to build a new tap on", last.Location,
                    $"say one: groups.{last.Group.Name}.parent: tap"));
        var member = parent is not null && model.Membership.Find(parent) is { } known ? model.Family[known] : null;
        var hasTriggers = member?.Use.Triggers.Any(trigger => trigger.Instruction.Keyword == "COPY") ?? false;
        if (asked.Template == TapTemplate.Static && parent is not null && !hasTriggers)
            gathering.Try<object>(() =>
                throw new WrongUseException(
                    $"--template static: files are served by what tap has, and '{parent}' copies no tap's code by ONBUILD",
                        next: "take --template node, which brings its own server"));
        gathering.ThrowIfAny();

        var covering = last.Folders.Select(folder => folder.Value)
            .FirstOrDefault(folder =>
                folder.EndsWith("/*", StringComparison.Ordinal) && folder.AsSpan(0, folder.Length - 2).IndexOfAny('*', '?', '!') < 0
                    && !folder.StartsWith("..", StringComparison.Ordinal));
        var place = covering is null ? $"{UsualFolder}/{name}" : covering[..^1] + name;
        var scaffold = new TapScaffold
        {
            Name = name!,
            Alias = alias,
            Template = asked.Template,
            Parent = parent!,
            Image = model.Settings.Provider.Of(name!).With(model.Settings.DefaultTag),
            WayToRoot = string.Join('/', Enumerable.Repeat("..", place.Split('/').Length + 1)),
            HasTriggers = hasTriggers,
        };
        return new NewTapPlan(scaffold, place, covering is null, last.Group.Name);
    }

    private static ImageName NameOf(string? name)
    {
        if (name is not { Length: > 0 })
            throw new WrongUseException("NewTap needs the tap's name",
                next: $"say it: {ThisProgram.Name} NewTap --name weather{ThisProgram.SameWorld}");
        if (ImageName.TryParse(name, out var legal))
            return legal;
        var near = string.Join('-',
            new string([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
        throw new WrongUseException(
            $"--name '{name}' is not an image name: lowercase letters and digits are allowed, with '.', '_', '__' or '-' between them",
            next: near.Length > 0 ? $"a legal one is: --name {near}" : null);
    }

    private static object? CheckAlias(NewTapOptions asked, string alias, FamilyModel model)
    {
        if (asked.Name is not { Length: > 0 })
            return null;
        if (asked.Alias is null && !ImageName.TryParse(asked.Name, out _))
            return null;
        try
        {
            KegFormat.ParseAlias(alias);
        }
        catch (WrongUseException exception)
        {
            throw new WrongUseException(asked.Alias is null ? $"--name {alias}: {exception.Message}"
                : $"--alias {alias}: {exception.Message}", next: asked.Alias is null ? "give it an alias: --alias <alias>" : null);
        }

        if (alias.Length > TagRule.MaxAliasLength)
            throw new WrongUseException(
                $"--alias {alias}: it has {alias.Length} characters, and at most {TagRule.MaxAliasLength} leave room for a branch in the "
                    + "URL");
        if (SecretNames.IsSecret(alias))
            throw new WrongUseException($"--alias {alias}: a tap cannot be called as a secret is");
        return model.Family.Find(alias) is { } other
            ? throw new WrongUseException($"{(asked.Alias is null ? "--name" : "--alias")} {alias}: '{other.Name}' is called so already",
                next: $"{ThisProgram.Name} Taps{ThisProgram.SamePlace} lists all names and aliases")
            : null;
    }
}
