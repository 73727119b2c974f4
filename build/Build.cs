using Nuke.Common;
using Nuke.Common.IO;

/// <summary>The build: each target is a property, each parameter a member.</summary>
sealed class Build : NukeBuild
{
    public static int Main() => Execute<Build>(x => x.Compile);

    /// <summary>Compiles the solution.</summary>
    Target Compile => _ => _
        .Description("Compiles everything.")
        .Executes(() => Console.WriteLine($"Nothing to do in {RootDirectory}"));

    /// <summary>Deletes what the build made.</summary>
    Target Clean => _ => _
        .Description("Deletes what the build wrote.")
        .Before(Compile)
        .Executes(() => (RootDirectory / "output").DeleteDirectory());
}
