using System.Linq.Expressions;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common;

// What components see: an interface has no static members of the class to inherit.
public abstract partial class NukeBuild
{
    AbsolutePath INukeBuild.RootDirectory => RootDirectory;

    AbsolutePath INukeBuild.TemporaryDirectory => TemporaryDirectory;

    AbsolutePath? INukeBuild.BuildAssemblyFile => BuildAssemblyFile;

    AbsolutePath? INukeBuild.BuildAssemblyDirectory => BuildAssemblyDirectory;

    AbsolutePath? INukeBuild.BuildProjectDirectory => BuildProjectDirectory;

    AbsolutePath? INukeBuild.BuildProjectFile => BuildProjectFile;

    Verbosity INukeBuild.Verbosity => Verbosity;

    Host INukeBuild.Host => Host;

    bool INukeBuild.IsLocalBuild => IsLocalBuild;

    bool INukeBuild.IsServerBuild => IsServerBuild;

    // As INukeBuild has them: unannotated.
#nullable disable
    T INukeBuild.TryGetValue<T>(Expression<Func<T>> parameterExpression) => Given(parameterExpression) as T;

    T INukeBuild.TryGetValue<T>(Expression<Func<object>> parameterExpression) =>
        Given(parameterExpression) is T value ? value : default;

    private object Given(LambdaExpression parameter) => _session.Values.Of(TargetDiscovery.MemberOf(parameter));
}
