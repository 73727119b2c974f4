using System.Reflection;
using System.Runtime.CompilerServices;
using KegImages.Pipeline;
using KegImages.Running;
using KegImages.Tests.Architecture;
using Nuke.Common;

namespace KegImages.Tests.Components;

/// <summary>Which options the code of a target can come to, by what is compiled: calls, lambdas, and what is awaited.</summary>
internal static class Reach
{
    // What gathers options for whoever reads them, and what only checks them: it is what is read of these that counts.
    private static readonly string[] Gatherers = [$"{nameof(Workplace)}.{nameof(Workplace.CheckAsync)}",
        $"{nameof(Workplace)}.Chosen", "get_Place", "get_Selection", "get_BuildOptions",
        "get_TapOptions"];

    // What the compiler writes for every record.
    private static readonly string[] OfEveryRecord = ["PrintMembers", "Equals", "GetHashCode", "ToString", "Deconstruct"];

    private static readonly Dictionary<MethodBase, string> Getters = GettersOf();

    /// <summary>The options.</summary>
    public static SortedSet<string> Of(PropertyInfo target)
    {
        var (options, seen, open) = (new SortedSet<string>(StringComparer.Ordinal), new HashSet<MethodBase>(),
            new Stack<MethodBase>([target.GetMethod!]));
        while (open.TryPop(out var method))
        {
            if (!seen.Add(method))
                continue;
            if (Getters.TryGetValue(method, out var option))
                options.Add(option);
            else
                foreach (var used in UsedBy(method))
                    open.Push(used);
        }

        return options;
    }

    private static IEnumerable<MethodBase> UsedBy(MethodBase method)
    {
        var used = Uses.InBody(method).OfType<MethodBase>().Select(Definition).ToList();
        // A target that is named only to say in which order they run is no part of this one.
        var isPart = used.Any(other => other.Name == nameof(ITargetDefinition.DependsOn));
        var machines = method.GetCustomAttribute<StateMachineAttribute>() is { } machine
            ? Definition(machine.StateMachineType).GetMethods(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance)
                .Where(inner => inner.Name is "MoveNext" or "MoveNextAsync") : [];
        return used.Concat(machines).Where(other => other.Module.Assembly.GetName().Name!.StartsWith("KegImages", StringComparison.Ordinal)
            && !Gatherers.Contains(other.Name) && !Gatherers.Contains($"{other.DeclaringType!.Name}.{other.Name}")
            && !OfEveryRecord.Contains(other.Name)
            && (isPart || other is not MethodInfo { ReturnType: var type } || type != typeof(Target)));
    }

    private static MethodBase Definition(MethodBase method)
    {
        if (method is MethodInfo { IsGenericMethod: true } generic)
            method = generic.GetGenericMethodDefinition();
        return method.DeclaringType is { IsConstructedGenericType: true } type
            ? method.Module.ResolveMethod(method.MetadataToken)! : method;
    }

    private static Type Definition(Type type) => type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;

    private static Dictionary<MethodBase, string> GettersOf()
    {
        // Every workplace is told of --json; who shows a report reads it.
        var getters = ComponentTargets.Options.Where(option => option.Key != "json")
            .ToDictionary(option => (MethodBase)option.Value.GetMethod!, option => option.Key);
        foreach (var (type, name, option) in new (Type, string, string)[]
        {
            (typeof(FamilyPlace), nameof(FamilyPlace.Registry), "registry"),
            (typeof(FamilyPlace), nameof(FamilyPlace.Namespace), "namespace"),
            (typeof(FamilyPlace), nameof(FamilyPlace.NoRegistry), "no-registry"),
            (typeof(FamilyPlace), nameof(FamilyPlace.NodeImage), "node-image"),
            (typeof(FamilyPlace), nameof(FamilyPlace.BaseImage), "base-image"),
            (typeof(FamilyPlace), nameof(FamilyPlace.Contexts), "context"),
            (typeof(FamilyPlace), nameof(FamilyPlace.Secrets), "secret"),
            (typeof(FamilyPlace), nameof(FamilyPlace.Ssh), "ssh"),
            (typeof(Selection), nameof(Selection.Tag), "tag"),
            (typeof(Selection), nameof(Selection.Release), "release"),
            (typeof(Selection), nameof(Selection.Taps), "tap"),
            (typeof(Selection), nameof(Selection.Images), "image"),
            (typeof(Selection), nameof(Selection.Groups), "group"),
            (typeof(Selection), nameof(Selection.Changed), "changed"),
            (typeof(Selection), nameof(Selection.WithAncestors), "with-parents"),
            (typeof(BuildOptions), nameof(BuildOptions.Push), "push"),
            (typeof(BuildOptions), nameof(BuildOptions.ContentOnly), "content-only"),
            (typeof(BuildOptions), nameof(BuildOptions.NoCache), "no-cache"),
            (typeof(BuildOptions), nameof(BuildOptions.Force), "force"),
            (typeof(BuildOptions), nameof(BuildOptions.Parallel), "parallel"),
            (typeof(BuildOptions), nameof(BuildOptions.KeepGoing), "keep-going"),
            (typeof(BuildOptions), nameof(BuildOptions.Layers), "layer-cache"),
            (typeof(BuildOptions), nameof(BuildOptions.Builder), "builder"),
            (typeof(BuildOptions), nameof(BuildOptions.LockedPlan), "locked-plan"),
            (typeof(BuildOptions), nameof(BuildOptions.LockedPlanSha256), "locked-plan-sha256"),
            (typeof(BuildOptions), nameof(BuildOptions.Shard), "shard"),
            (typeof(BuildOptions), nameof(BuildOptions.Built), "built"),
            (typeof(BuildOptions), nameof(BuildOptions.Shards), "most-shards"),
            (typeof(TapOptions), nameof(TapOptions.From), "from"),
            (typeof(TapOptions), nameof(TapOptions.Package), "package"),
            (typeof(TapOptions), nameof(TapOptions.Pull), "pull-policy"),
            (typeof(TapOptions), nameof(TapOptions.Port), "port"),
            (typeof(TapOptions), nameof(TapOptions.Environment), "env"),
            (typeof(TapOptions), nameof(TapOptions.Detach), "detach"),
            (typeof(TapOptions), nameof(TapOptions.Follow), "follow"),
        })
            getters.Add(type.GetProperty(name)!.GetMethod!, option);
        foreach (var show in typeof(ReportOutput).GetMethods().Where(method => method.Name == nameof(ReportOutput.ShowAsync)))
            getters.Add(show, "json");
        return getters;
    }
}
