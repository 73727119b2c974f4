using KegImages.SecretFiles;
using KegImages.Secrets;

namespace KegImages.Preflight;

/// <summary>Whether the secrets and SSH agents that images mount can be given, and from where; and whether anything would show one. Never a
/// value.</summary>
internal static class SecretsCheck
{
    private const string Check = "secret";

    public static IEnumerable<Finding> Of(FamilyModel model, ImmutableArray<Image> scope,
        IReadOnlyDictionary<string, string> environment)
    {
        var machine = new MachineSecrets(environment);
        var offers = scope.ToDictionary(image => image.Name, image => new SecretOffering(machine).To(image, image.Use, null));
        var lacks = offers.SelectMany(offer => offer.Value.Lacks.Select(lack => new LackingImage(offer.Key, lack))).ToList();
        // Only the steps that build are handed secrets there, and this need not be one of them.
        var state = GitHubReport.IsGitHub(environment) ? FindingState.Warning : FindingState.Error;
        return
        [
            .. scope.SelectMany(image => offers[image.Name].Secrets.Select(secret => (image.Name, Secret: image.Secrets[secret.Id])))
            .GroupBy(given => given.Secret)
                .Select(group => Finding.Ok(Check,
                    $"{group.Key.Id} is {machine.Place(group.Key)}; {Names(group.Select(given => given.Name))}")),
            .. scope.SelectMany(image => offers[image.Name].Ssh.Select(forward => (image.Name, Forward: image.Ssh[forward.Id])))
            .GroupBy(given => given.Forward)
                .Select(group => Finding.Ok("ssh",
                    $"{group.Key.Id} is {machine.Place(group.Key)}; {Names(group.Select(given => given.Name))}")),
            .. SecretLack.Problems(lacks, isOptional: false).Select(problem => Finding.Of(Check, problem, state)),
            .. SecretLack.Problems(lacks, isOptional: true)
            .Select(problem => Finding.Of(Check, problem with { Next = null }, FindingState.Ok)),
            .. SecretArguments.Problems(scope, model.Settings, machine.Known(model)).Select(problem => Finding.Of(Check, problem)),
        ];

        static string Names(IEnumerable<ImageName> images) => $"for {string.Join(", ", images.Distinct())}";
    }
}
