namespace KegImages.Workflows;

/// <summary>What a family's stages are called as jobs and outputs: as their groups, where GitHub can have that.</summary>
internal sealed class StageNames
{
    // The other jobs and outputs of the workflows that have stages.
    private static readonly string[] Taken = ["plan", PlanOutput.Publish, "fork", GateJob.Id, ReportJob.Id];

    private readonly Dictionary<ImageGroup, string> names = [];

    public StageNames(IEnumerable<ImageGroup> stages)
    {
        // Expressions find jobs and outputs whatever the case of their letters.
        var taken = Taken.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var all = stages.ToList();
        // Who can be called as it is called has its name, whoever comes before it.
        foreach (var stage in all.Where(stage => !char.IsAsciiDigit(stage.Name[0]) && taken.Add(stage.Name)))
            names.Add(stage, stage.Name);
        foreach (var stage in all.Where(stage => !names.ContainsKey(stage)))
        {
            var name = $"group-{stage.Name}";
            for (var i = 2; !taken.Add(name); i++)
                name = $"group-{stage.Name}-{i}";
            names.Add(stage, name);
        }
    }

    /// <summary>The name of a stage's job and of its output: <c>keg-hub</c>.</summary>
    public string this[ImageGroup stage] => names[stage];
}
