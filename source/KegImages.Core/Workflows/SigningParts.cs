using KegImages.Configuration;

namespace KegImages.Workflows;

/// <summary>What jobs have to do with signatures: the one that publishes the default branch's set or a release signs it, and alone has the
/// right to; those that reuse images verify them, where only signed ones are taken.</summary>
/// <param name="settings">What keg.yml says.</param>
internal sealed class SigningParts(KegSettings settings)
{
    private const string Target = "Sign";

    // A key in a file is on somebody's machine, and on no runner.
    private bool Signs => settings.Sign is { } sign && (sign.IsKeyless
        || (sign.Key?.Value is { } key && (SignSettings.IsManaged(key) || SignSettings.VariableOf(key) is not null)));

    /// <summary>The step that brings cosign.</summary>
    /// <param name="publishes">Whether the job publishes what is signed.</param>
    public IEnumerable<WorkflowStep> SetUp(bool publishes = false) => settings.RequireSigned || (publishes && Signs)
        ? [new WorkflowStep("Set up cosign") { Uses = PinnedAction.CosignInstaller }] : [];

    /// <summary>The targets of a call that publishes what is signed then.</summary>
    public ImmutableArray<string> Targets => Signs ? ["Push", Target] : ["Push"];

    /// <summary>What the job's token may do beside what others may: say who it is, where that signs.</summary>
    public IEnumerable<(string Scope, string Access)> Rights => Signs && settings.Sign!.IsKeyless ? [("id-token", "write")] : [];

    /// <summary>The variables of the step that signs: a key and its password, from the repository's secrets.</summary>
    public IEnumerable<(string Name, Yaml Value)> Environment => Signs && settings.Sign is { IsKeyless: false } sign
        && SignSettings.VariableOf(sign.Key!.Value) is not null
        ? SignSettings.SecretVariables(sign).Select(name => (name, (Yaml)$"${{{{ secrets.{name} }}}}")) : [];
}
