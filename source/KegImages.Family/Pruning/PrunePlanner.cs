namespace KegImages.Pruning;

/// <summary>Facts → what stays and what goes. Pure. What it cannot tell stays.</summary>
internal static class PrunePlanner
{
    public static PrunePlan Plan(PruneFacts facts)
    {
        var family = new FamilyVerdicts(facts).Decide();
        ImmutableArray<(Tag Tag, FamilyRecord Record)> live =
        [
            .. family.Where(verdict => verdict.Action == PruneAction.Keep)
                .SelectMany(verdict => verdict.Tags.Where(_ => facts.Records.ContainsKey(verdict.Digest))
                .Select(tag => (tag, facts.Records[verdict.Digest]))),
        ];
        return new PrunePlan([.. facts.Images.SelectMany(repository => new ImageVerdicts(facts, repository, live).Decide()), .. family]);
    }
}
