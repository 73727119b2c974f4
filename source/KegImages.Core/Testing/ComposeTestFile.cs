using KegImages.Configuration;
using YamlDotNet.RepresentationModel;

namespace KegImages.Testing;

/// <summary>What the compose file of a test uses: images of the family by their variables, and files beside it.</summary>
/// <param name="Images">The images, each as <see cref="VariableOf"/> names it.</param>
/// <param name="Files">Paths that it names, relative to its folder.</param>
internal sealed record ComposeTestFile(ImmutableArray<ImageName> Images, ImmutableArray<string> Files)
{
    private const string Prefix = "KEG_IMAGE_";

    /// <summary>The variable that stands for an image of the family: <c>KEG_IMAGE_KEG_CORE</c>.</summary>
    public static string VariableOf(ImageName name) =>
        Prefix + string.Concat(name.ToString().Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));

    /// <summary>Reads the file; null where there are problems.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">The file, for problems.</param>
    /// <param name="family">The images of the family.</param>
    public static (ComposeTestFile? File, IReadOnlyList<Problem> Problems) Read(string text, string path, IEnumerable<ImageName> family)
    {
        var source = new YamlSource(path);
        var root = source.Read(text);
        if (source.Problems.Count > 0)
            return (null, source.Problems);
        var services = root.At("services");
        if (services.At(ComposeTest.Service) is null)
            source.Report(services ?? root ?? new YamlMappingNode(),
                $"there is no service '{ComposeTest.Service}': it decides, by the code that it "
                + $"ends with{Suggestion.DidYouMean(ComposeTest.Service, services.Entries().Select(entry => entry.Key.Value!))}");
        foreach (var (name, service) in services.Entries())
        {
            if (service.At("build") is { } build)
                source.Report(build,
                    $"services.{name.Value}.build: a test builds nothing, so that it is always the images of the run that are tested");
            if (service.At("extends") is { } extends)
                source.Report(extends, $"services.{name.Value}.extends: the services of a test stand in one file");
        }

        if (root.At("include") is { } include)
            source.Report(include, "include: the services of a test stand in one file");
        var variables = family.GroupBy(VariableOf).ToDictionary(names => names.Key, names => names.First(), StringComparer.Ordinal);
        var images = new SortedDictionary<string, ImageName>(StringComparer.Ordinal);
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var scalar in Scalars(root))
        {
            foreach (var variable in VariablesIn(scalar.Value!))
            {
                if (variables.TryGetValue(variable, out var image))
                    images[variable] = image;
                else
                    source.Report(scalar, $"'{variable}' is no image of this family{Suggestion.DidYouMean(variable, variables.Keys)}: "
                        + Choices.Of([.. variables.Keys]));
            }

            if (FileIn(scalar.Value!) is { } file)
                files.Add(file);
        }

        foreach (var file in services.Entries().SelectMany(service => EnvFiles(service.Value.At("env_file"))))
            files.Add(file);
        return source.Problems.Count > 0 ? (null, source.Problems)
            : (new ComposeTestFile([.. images.Values], [.. files]), []);
    }

    private static IEnumerable<string> VariablesIn(string text)
    {
        for (var at = text.IndexOf(Prefix, StringComparison.Ordinal); at >= 0;)
        {
            var end = at;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
                end++;
            if (at > 0 && text[at - 1] is '$' or '{')
                yield return text[at..end];
            at = text.IndexOf(Prefix, end, StringComparison.Ordinal);
        }
    }

    // ./fixtures:/fixtures:ro, ./test.env
    private static string? FileIn(string text) =>
        text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal) ? text.Split(':')[0] : null;

    private static IEnumerable<string> EnvFiles(YamlNode? node) => node is YamlSequenceNode
        ? node.Items().Select(item => item.Text() ?? item.At("path").Text()).OfType<string>()
        : node.Text() is { } one ? [one] : [];

    private static IEnumerable<YamlScalarNode> Scalars(YamlNode? root)
    {
        var open = new Stack<YamlNode>();
        if (root is not null)
            open.Push(root);
        // An alias is the node that it stands for: what was seen is not gone into again.
        var seen = new HashSet<YamlNode>(ReferenceEqualityComparer.Instance);
        while (open.TryPop(out var node))
        {
            if (!seen.Add(node))
                continue;
            if (node is YamlScalarNode { Value: not null } scalar)
                yield return scalar;
            foreach (var child in node is YamlMappingNode mapping ? mapping.Children.Values : node.Items())
                open.Push(child);
        }
    }
}
