using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>
/// Finds the targets of a build: its own in the order of the source, then those of its base classes, then those of its components, where a
/// component follows those that it extends.
/// </summary>
internal static class TargetDiscovery
{
    public static IReadOnlyList<ExecutableTarget> Of(NukeBuild build, IReadOnlyList<string> defaults)
    {
        var targets = new List<ExecutableTarget>();
        foreach (var property in Properties(build))
        {
            var factory = (Target?)property.GetValue(build) ?? throw new UsageException($"Target '{property.Name}' is null");
            var known = targets.Find(target => SameName(target.Name, property.Name));
            if (known is null)
            {
                known = new ExecutableTarget(property.Name, property, factory) { IsDefault = defaults.Contains(property.Name) };
                targets.Add(known);
            }
            else if (property.DeclaringType!.IsInterface && known.Factory != factory)
            {
                throw new UsageException(Twice(known, property));
            }

            known.Properties.Add(property);
        }

        var definitions = targets.ConvertAll(target => new TargetDefinition(build, target));
        foreach (var definition in definitions)
            definition.Executable.Factory(definition);
        foreach (var definition in definitions)
            Connect(definition, targets);
        return targets;
    }

    /// <summary>What <c>DependsOn&lt;ICompile&gt;()</c> means: the only target that a component declares.</summary>
    public static Target OnlyOf<T>(NukeBuild build, ExecutableTarget self)
    {
        PropertyInfo[] declared = [.. BuildMembers.PropertiesOf(typeof(T)).Where(IsTarget)];
        return declared is [var only]
            ? (Target)only.GetValue(build)!
            : throw new UsageException($"Target '{self}' names the component {typeof(T).Name} and no target, and it declares "
                + (declared.Length == 0 ? "none itself" : string.Join(", ", declared.Select(property => property.Name))
                    + $": say which, as in <{typeof(T).Name}>(x => x.{declared[0].Name})"));
    }

    /// <summary>The member that <c>x =&gt; x.Push</c> names, also behind a cast.</summary>
    public static MemberInfo MemberOf(LambdaExpression expression) => Unwrap(expression.Body) is MemberExpression member
        ? member.Member
        : throw new UsageException($"'{expression}' names no member");

    /// <summary>An expression without the conversions around it.</summary>
    public static Expression Unwrap(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } conversion)
            expression = conversion.Operand;
        return expression;
    }

    /// <summary>Whether two names are one: case and dashes do not count.</summary>
    public static bool SameName(string a, string b) => string.Equals(Bare(a), Bare(b), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal);

    // An explicit implementation carries its interface's name in front and is met again as the interface's own property.
    private static IEnumerable<PropertyInfo> Properties(NukeBuild build) => BuildMembers.TypesOf(build)
        .SelectMany(BuildMembers.PropertiesOf)
        .Where(IsTarget);

    private static bool IsTarget(PropertyInfo property) => property.PropertyType == typeof(Target) && property.CanRead
        && !property.Name.Contains('.', StringComparison.Ordinal);

    private static string Twice(ExecutableTarget known, PropertyInfo property)
    {
        var (first, component) = (known.Property.DeclaringType!, property.DeclaringType!.Name);
        return $"Target '{known}' of {first.Name} and target '{property.Name}' of the component {component} have one name and are two: "
            + (first.IsInterface
                ? $"'public Target {known}' in the build class replaces both"
                : $"'public Target {known}' or 'Target {component}.{property.Name}' replaces the component's");
    }

    private static void Connect(TargetDefinition definition, List<ExecutableTarget> targets)
    {
        var self = definition.Executable;
        foreach (var (kind, delegated) in definition.Edges)
        {
            var other = targets.Find(target => target.Factory == delegated)
                ?? throw new UsageException($"Target '{self}' names a target that is no property of the build class");
            switch (kind)
            {
                case TargetEdge.DependsOn: Add(self.ExecutionDependencies, other); break;
                case TargetEdge.DependentFor: Add(other.ExecutionDependencies, self); break;
                case TargetEdge.Before: Add(other.OrderDependencies, self); break;
                case TargetEdge.After: Add(self.OrderDependencies, other); break;
                case TargetEdge.Triggers:
                    Add(self.Triggers, other);
                    Add(other.TriggerDependencies, self);
                    break;
                case TargetEdge.TriggeredBy:
                    Add(other.Triggers, self);
                    Add(self.TriggerDependencies, other);
                    break;
            }
        }
    }

    private static void Add(List<ExecutableTarget> list, ExecutableTarget target)
    {
        if (!list.Contains(target))
            list.Add(target);
    }
}
