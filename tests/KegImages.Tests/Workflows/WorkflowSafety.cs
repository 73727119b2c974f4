using System.Collections.Immutable;
using System.Text.RegularExpressions;
using KegImages.Configuration;
using YamlDotNet.RepresentationModel;

namespace KegImages.Tests.Workflows;

/// <summary>Refuses what makes a workflow unsafe, in any workflow file. See
/// <see href="https://docs.github.com/en/actions/reference/security/secure-use"/>.</summary>
internal static partial class WorkflowSafety
{
    private const string GitHubScript = "actions/github-script";
    private const string Own = "github.event.pull_request.head.repo.full_name == github.repository";

    /// <summary>Everything that is unsafe in a file, with its lines; empty when nothing is.</summary>
    public static ImmutableArray<Problem> Check(string path, string text)
    {
        var source = new YamlSource(path);
        if (source.Read(text) is YamlMappingNode root)
            CheckWorkflow(source, root, text.Split('\n'));
        else if (source.Problems.Count == 0)
            source.Report("this is no workflow");
        return [.. source.Problems];
    }

    private static void CheckWorkflow(YamlSource source, YamlMappingNode root, string[] lines)
    {
        var triggers = Triggers(root);
        foreach (var trigger in triggers.Where(trigger => trigger.Name is "pull_request_target" or "workflow_run"))
            source.Report(trigger.Node, $"{trigger.Name} hands secrets to code that others wrote: use pull_request");
        if (Find(root, "permissions") is not YamlMappingNode { Children.Count: 0 })
            source.Report(root, "the token has more rights than it needs: say 'permissions: {}' at the top, and the rest in each job");
        if (Find(root, "env") is { } variables && Text(variables).Any(HoldsSecret))
            source.Report(variables, "a secret is given to every job: give it to the step that needs it");
        if (Find(root, "jobs") is not YamlMappingNode jobs)
        {
            source.Report(root, "there are no jobs");
            return;
        }

        var all = jobs.Children.Select(pair => (Name: pair.Key, Job: pair.Value as YamlMappingNode)).ToList();
        CheckConcurrency(source, root, all.Any(pair => pair.Job is not null && Permissions(pair.Job).Contains("packages: write")));
        foreach (var (name, job) in all)
        {
            if (job is not null)
                CheckJob(source, name, job, triggers.Any(trigger => trigger.Name == "pull_request"), lines);
            else
                source.Report(name, $"'{name}' is no job");
        }
    }

    private static void CheckConcurrency(YamlSource source, YamlMappingNode root, bool publishes)
    {
        var concurrency = Find(root, "concurrency") as YamlMappingNode;
        if (concurrency is null || Find(concurrency, "group") is null)
            source.Report(root, "two runs can go on at once: give a concurrency group");
        else if (publishes && Find(concurrency, "cancel-in-progress") is { } cancel && cancel is not YamlScalarNode { Value: "false" })
            source.Report(cancel, "a newer run can end a publication half-way: say 'cancel-in-progress: false'");
    }

    private static void CheckJob(YamlSource source, YamlNode name, YamlMappingNode job, bool isPullRequest, string[] lines)
    {
        if (Find(job, "permissions") is not YamlMappingNode permissions)
            source.Report(Find(job, "permissions") ?? name, $"the job '{name}' does not say which rights it needs, one by one");
        else if (isPullRequest && Permissions(job).Any(permission => permission.EndsWith(": write", StringComparison.Ordinal))
            && !IsOwn(job))
            source.Report(permissions, $"the job '{name}' may write, and runs for forks too: if: {Own}");
        if (Find(job, "name") is null)
            source.Report(name, $"the job '{name}' has no name that people can read");
        if (Find(job, "timeout-minutes") is null)
            source.Report(name, $"the job '{name}' has no timeout-minutes: GitHub would let it run for six hours");
        if (Find(job, "env") is { } variables && Text(variables).Any(HoldsSecret))
            source.Report(variables, "a secret is given to every step: give it to the one that needs it");
        if (Find(job, "secrets") is YamlScalarNode { Value: "inherit" } inherit)
            source.Report(inherit, "all secrets are handed on: name those that are needed");
        if (Find(job, "strategy") is YamlMappingNode strategy)
            CheckMatrix(source, strategy);
        if (Find(job, "uses") is { } called)
            CheckPin(source, called, lines);
        foreach (var step in (Find(job, "steps") as YamlSequenceNode)?.OfType<YamlMappingNode>() ?? [])
            CheckStep(source, step, isPullRequest && !IsOwn(job) && !IsOwn(step), lines);
    }

    private static void CheckMatrix(YamlSource source, YamlMappingNode strategy)
    {
        if (Find(strategy, "fail-fast") is not YamlScalarNode { Value: "false" })
            source.Report(strategy, "one failure cancels all others: say 'fail-fast: false'");
        if (Find(strategy, "max-parallel") is null)
            source.Report(strategy, "all jobs of the matrix start at once: say max-parallel");
    }

    private static void CheckStep(YamlSource source, YamlMappingNode step, bool isForForks, string[] lines)
    {
        var with = Find(step, "with") as YamlMappingNode;
        var action = (Find(step, "uses") as YamlScalarNode)?.Value?.Split('@')[0] ?? "";
        foreach (var script in new[] { Find(step, "run"), action == GitHubScript && with is not null ? Find(with, "script")
            : null }.OfType<YamlScalarNode>())
        {
            if (script.Value!.Contains("${{", StringComparison.Ordinal))
                source.Report(script, "an expression inside a script is run as code, whoever wrote its value: pass it through env");
        }

        if (Find(step, "uses") is { } uses)
            CheckPin(source, uses, lines);
        if (action == "actions/checkout" && (with is null || Find(with, "persist-credentials") is not YamlScalarNode { Value: "false" }))
            source.Report(step, "the checkout leaves a token in .git/config for every later step: say 'persist-credentials: false'");
        if (isForForks && (action == "docker/login-action" || Text(step).Any(HoldsSecret)))
            source.Report(step, $"a secret is given to code that a fork wrote: if: {Own}");
    }

    private static void CheckPin(YamlSource source, YamlNode uses, string[] lines)
    {
        var text = (uses as YamlScalarNode)?.Value ?? "";
        if (text.StartsWith("./", StringComparison.Ordinal))
            return;
        if (!Pinned().IsMatch(text))
            source.Report(uses, $"'{text}' can be moved to other code: pin it by its commit, with the version behind it");
        else if (!Version().IsMatch(lines[(int)uses.Start.Line - 1]))
            source.Report(uses, $"'{text}' does not say which version it is: write it behind, as '# v1.2.3'");
    }

    // Every alternative has to leave forks out; one that negates something in brackets is not trusted to.
    private static bool IsOwn(YamlMappingNode node) => Find(node, "if") is YamlScalarNode { Value: { } condition }
        && condition.Split("||").All(part => !part.Contains("!(", StringComparison.Ordinal)
            && (part.Contains(Own, StringComparison.Ordinal) || IsOtherEvent(part)));

    private static bool HoldsSecret(string text) => Secret().IsMatch(text);

    private static IEnumerable<string> Permissions(YamlMappingNode job) =>
        (Find(job, "permissions") as YamlMappingNode)?.Children.Select(pair => $"{pair.Key}: {pair.Value}") ?? [];

    private static List<(string Name, YamlNode Node)> Triggers(YamlMappingNode root) => Find(root, "on") switch
    {
        YamlScalarNode one => [(one.Value!, one)],
        YamlSequenceNode several => [.. several.Select(trigger => (trigger.ToString(), trigger))],
        YamlMappingNode detailed => [.. detailed.Children.Select(pair => (pair.Key.ToString(), pair.Key))],
        _ => [],
    };

    private static YamlNode? Find(YamlMappingNode map, string key) =>
        map.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode { Value: var name } && name == key).Value;

    private static IEnumerable<string> Text(YamlNode node) => node.AllNodes.OfType<YamlScalarNode>().Select(scalar => scalar.Value ?? "");

    [GeneratedRegex(@"\A([\w.-]+/[\w./-]+@[0-9a-f]{40}|docker://[^@]+@sha256:[0-9a-f]{64})\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pinned();

    private static bool IsOtherEvent(string condition)
    {
        const string Event = "github.event_name == '";
        for (var at = condition.IndexOf(Event, StringComparison.Ordinal); at >= 0; at =
            condition.IndexOf(Event, at + 1, StringComparison.Ordinal))
        {
            if (!condition.AsSpan(at + Event.Length).StartsWith("pull_request"))
                return true;
        }

        return false;
    }

    [GeneratedRegex(@" # v?[0-9]", RegexOptions.NonBacktracking)]
    private static partial Regex Version();

    [GeneratedRegex(@"\$\{\{[^}]*\b(secrets\b|github\s*\.\s*token\b|github\s*\[)", RegexOptions.NonBacktracking)]
    private static partial Regex Secret();
}
