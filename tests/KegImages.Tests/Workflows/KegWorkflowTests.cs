using System.Reflection;
using KegImages.Workflows;
using KegImages.Components;
using Nuke.Common.CI.GitHubActions;

namespace KegImages.Tests.Workflows;

/// <summary>The attribute as the build class writes it: whatever can be said on it is read, or refused by name.</summary>
public sealed class KegWorkflowTests
{
    public static TheoryData<WorkflowKind, string> All()
    {
        var data = new TheoryData<WorkflowKind, string>();
        foreach (var kind in Enum.GetValues<WorkflowKind>())
        {
            foreach (var property in Properties())
                data.Add(kind, property.Name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_property_changes_the_workflow_or_is_refused_by_name(WorkflowKind kind, string name)
    {
        var attribute = new KegWorkflowAttribute("some", kind);
        var property = Properties().Single(property => property.Name == name);
        var settings = attribute.Settings;

        property.SetValue(attribute, Other(property, attribute));
        if (name == nameof(KegWorkflowAttribute.EnvironmentUrl))
            attribute.EnvironmentName = "some";

        if (WorkflowChoices.Of(kind).Contains(name))
        {
            var family = await Families.LoadAsync(Families.Large);
            FamilyWorkflow.TextOf(family, attribute.Settings).ShouldNotBe(FamilyWorkflow.TextOf(family, settings));
        }
        else
            Should.Throw<WrongUseException>(() => attribute.Settings)
                .Message.ShouldContain($"[KegWorkflow(\"some\", WorkflowKind.{kind}, {name} = …)]");
    }

    [Fact]
    public void Nothing_that_NUKEs_attribute_has_is_left_to_it()
    {
        var inherited = typeof(GitHubActionsAttribute).GetProperties().Where(IsSettable).Select(property => property.Name);

        inherited.Except(Properties().Select(property => property.Name)).ShouldBe([nameof(KegWorkflowAttribute.AutoGenerate)]);
    }

    [Fact]
    public void All_that_is_wrong_is_told_together()
    {
        var attribute = new KegWorkflowAttribute("refresh", WorkflowKind.Refresh) { OnPushTags = ["v*"], InvokedTargets = ["Lint"], Lfs =
            true };

        var refusal = Should.Throw<WrongUseException>(() => attribute.Settings);

        refusal.Problems.Length.ShouldBe(2);
        refusal.Message.ShouldContain("tags.releases says whether git tags are published");
        refusal.Message.ShouldContain("workflows.before and workflows.after");
    }

    [Fact]
    public void What_GitHub_would_not_take_is_refused_with_its_value()
    {
        var attribute = new KegWorkflowAttribute("images", WorkflowKind.Images)
        {
            ImportSecrets = ["NpmToken", "NPM_TOKEN", "GITHUB_PAT", "a b"],
            OnWorkflowDispatchOptionalInputs = ["Tag", "NoCache", "no-cache"],
            OnWorkflowDispatchRequiredInputs = ["NoCache"],
            EnvironmentUrl = "https://example.org",
            ConcurrencyGroup = " ",
        };

        Should.Throw<WrongUseException>(() => attribute.Settings).Problems.Select(problem => problem.Message.Split("]: ")[1])
            .Select(message => message.Split(" is not ")[0])
            .ShouldBe(["'GITHUB_PAT'", "'a b'", "'Tag'", "'no-cache'", "'NoCache'", "'NPM_TOKEN'", "'https://example.org'", "' '"]);
    }

    private static IEnumerable<PropertyInfo> Properties() =>
        typeof(KegWorkflowAttribute).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(IsSettable);

    private static bool IsSettable(PropertyInfo property) => property.SetMethod?.IsPublic == true;

    private static object Other(PropertyInfo property, object attribute) => property.GetValue(attribute) switch
    {
        // What tests do already where nothing is said.
        bool when property.Name == nameof(KegWorkflowAttribute.ConcurrencyCancelInProgress) => false,
        bool value => !value,
        int value => property.Name == nameof(KegWorkflowAttribute.SmallFamily) ? 100_000 : value + 7,
        uint value => value + 7,
        string[] => new[] { "Lint" },
        GitHubActionsSubmodules => GitHubActionsSubmodules.Recursive,
        GitHubActionsTrigger[] => new[] { GitHubActionsTrigger.Push },
        GitHubActionsPermissions[] => new[] { GitHubActionsPermissions.Contents },
        _ => property.Name == nameof(KegWorkflowAttribute.OnCronSchedule) ? "1 2 * * *" : "other",
    };
}
