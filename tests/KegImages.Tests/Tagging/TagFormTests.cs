using KegImages.Tagging;

namespace KegImages.Tests.Tagging;

public sealed class TagFormTests
{
    [Theory]
    [InlineData("{branch}-{commit}", "main-0123456789ab", "branch=main commit=0123456789ab")]
    [InlineData("v{version}", "v1.2.3-rc.1", "version=1.2.3-rc.1")]
    [InlineData("{version.major}.{version.minor}", "1.20", "version.major=1 version.minor=20")]
    [InlineData("{branch}", "main", "branch=main")]
    public void What_stands_for_a_name_is_read_back(string set, string tag, string values) =>
        string.Join(' ', new TagForm(set).Read(tag)!.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}={pair.Value}")).ShouldBe(values);

    [Theory]
    [InlineData("{branch}", "main-")]
    [InlineData("{branch}", "a--b")]
    [InlineData("{branch}", "Main")]
    [InlineData("{branch}-{commit}", "main-0123456789a")]
    [InlineData("{version.major}", "01")]
    [InlineData("v{version}", "v1.2")]
    [InlineData("v{version}", "v1.2.3-")]
    public void What_the_template_cannot_have_come_to_is_not_read(string set, string tag) => new TagForm(set).Read(tag).ShouldBeNull();
}
