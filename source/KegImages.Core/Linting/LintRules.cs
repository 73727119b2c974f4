using KegImages.Linting.Rules;

namespace KegImages.Linting;

internal static class LintRules
{
    public static ImmutableArray<LintRule> All { get; } =
    [
        new HiddenFailureRule(),
        new UndeclaredArgRule(),
        new UnknownVariableRule(),
        new ExposeRule(),
        new FloatingParentRule(),
        new KegImageTagRule(),
        new RemoteAddRule(),
        new SecretNameRule(),
        new SecretValueRule(),
        new SecretSupplyRule(),
        new IgnoreFileRule(),
        new MissingSourceRule(),
        new RootServerRule(),
        new UnusedArgRule(),
        new ContainerNameRule(),
        new BareVariableRule(),
    ];
}
