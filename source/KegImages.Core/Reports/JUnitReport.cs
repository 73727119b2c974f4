using System.Xml;
using System.Xml.Linq;
using KegImages.Testing;

namespace KegImages.Reports;

/// <summary>Tests of images in the form that other tools read: <c>output/tests.xml</c>. See
/// <see href="https://github.com/testmoapp/junitxml"/>.</summary>
internal static class JUnitReport
{
    public static string Of(IEnumerable<TestedImage> images)
    {
        var all = images.OrderBy(image => image.Name.ToString(), StringComparer.Ordinal).ToList();
        var root = new XElement("testsuites",
            new XAttribute("tests", all.Sum(image => image.Count)),
            new XAttribute("failures", all.Sum(image => image.Failed.Count())),
            new XAttribute("time", Seconds(TimeSpan.FromTicks(all.Sum(image => image.Duration.Ticks)))),
            all.Select(Suite));
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{root}\n";
    }

    // What is known to pass is there as one test that took no time, so that no tool takes it for missing.
    private static XElement Suite(TestedImage image) => new("testsuite",
        new XAttribute("name", image.Name.ToString()),
        new XAttribute("tests", image.Count),
        new XAttribute("failures", image.Failed.Count()),
        new XAttribute("time", Seconds(image.Duration)),
        new XElement("properties", Property("image", image.Pinned.ToString()), image.Files.Select(file => Property("file", file)),
            image.KnownSince is { } since ? Property("known", $"these {image.Count} tests of this image passed at {since:u}") : null),
        image.KnownSince is not null ? Case(image, "known", "passed before", TimeSpan.Zero)
            : image.Cases.Select(test => Case(image, test.Kind, test.Name, test.Duration, test.Failures)));

    private static XElement Case(TestedImage image, string kind, string name, TimeSpan duration, ImmutableArray<string>? failures = null) =>
        new("testcase",
            new XAttribute("classname", $"{image.Name}.{kind}"),
            new XAttribute("name", Legal(name)),
            new XAttribute("time", Seconds(duration)),
            (failures ?? []).Select(failure => new XElement("failure", new XAttribute("message", Legal(failure.Split('\n')[0])),
                Legal(failure))));

    private static XElement Property(string name, string value) =>
        new("property", new XAttribute("name", name), new XAttribute("value", Legal(value)));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    // What a test printed may hold characters that XML has no way to write.
    private static string Legal(string text) => string.Concat(VisibleText.Of(text).Where(c => XmlConvert.IsXmlChar(c)));
}
