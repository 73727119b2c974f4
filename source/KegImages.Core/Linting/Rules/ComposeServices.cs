using KegImages.Configuration;
using YamlDotNet.RepresentationModel;

namespace KegImages.Linting.Rules;

/// <summary>The services of an image's <c>docker-compose.yml</c>.</summary>
internal static class ComposeServices
{
    /// <summary>Each service's name and what stands in it; none when there is no file, or it is not YAML, which Docker Compose itself says
    /// best.</summary>
    public static IEnumerable<(string Name, YamlNode Service)> Of(LintSubject subject) => subject.Files.Compose is not { } text
        ? []
        : new YamlSource(ImageFiles.ComposeName).Read(text).At("services").Entries().Select(entry => (entry.Key.Value ?? "", entry.Value));

    public static SourceLocation At(LintSubject subject, YamlNode node) =>
        subject.At(ImageFiles.ComposeName) with { Line = (int)node.Start.Line, Column = (int)node.Start.Column };
}
