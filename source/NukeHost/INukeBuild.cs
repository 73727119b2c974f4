using System.Linq.Expressions;

namespace Nuke.Common;

/// <summary>What every component of a build extends: an interface with targets and parameters that a build class implements.</summary>
public interface INukeBuild
{
    /// <summary>The value that was given for a parameter of a component; null when there is none.</summary>
    /// <param name="parameterExpression">The parameter's property, such as <c>() =&gt; Feed</c>.</param>
    T? TryGetValue<T>(Expression<Func<T>> parameterExpression) where T : class?;

    /// <summary>The value that was given for a parameter of a component, of a value type; null when there is none.</summary>
    /// <param name="parameterExpression">The parameter's property, such as <c>() =&gt; Retries</c>.</param>
    T? TryGetValue<T>(Expression<Func<object>> parameterExpression) where T : struct;
}
