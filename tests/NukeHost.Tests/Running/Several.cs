namespace Nuke.Common.Tests.Running;

/// <summary>A build whose targets hang together in every way.</summary>
sealed class Several : NukeBuild
{
    Target Push => _ => _.Description(
        "Pushes every image that was built, each tag of an image on one digest, and says what is where afterwards.").DependsOn(BuildTaps)
            .Triggers(Announce).Executes(() => Console.WriteLine("push"));

    Target BuildTaps => _ => _.Description("Builds the taps.").DependsOn(BuildBase).Executes(() => Console.WriteLine("taps"));

    Target BuildBase => _ => _.Description("Builds the base.").Executes(() => Console.WriteLine("base"));

    Target Announce => _ => _.Unlisted().Executes(() => Console.WriteLine("announce"));

    Target Clean => _ => _.Before(BuildBase).Executes(() => Console.WriteLine("clean"));

    Target Check => _ => _.DependentFor(Push).Executes(() => Console.WriteLine("check"));

    Target Audit => _ => _.TriggeredBy(BuildBase).Executes(() => Console.WriteLine("audit"));
}
