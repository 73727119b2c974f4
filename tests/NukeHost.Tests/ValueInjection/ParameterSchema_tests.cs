using System.Text.Json;
using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.ValueInjection;

public sealed class ParameterSchema_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Fact]
    public async Task The_schema_knows_every_parameter_with_its_kind()
    {
        await Run.Of<EveryParameter>(_root, "--help");
        var schema = _root[".nuke/build.schema.json"];
        using var document = JsonDocument.Parse(schema);
        Sorted(document.RootElement);
        schema.ShouldBeApproved();
    }

    [Fact]
    public async Task The_schema_is_written_only_when_it_changed()
    {
        await Run.Of<EveryParameter>(_root, "--help");
        var file = Path.Combine(_root.Path, ".nuke/build.schema.json");
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        await Run.Of<EveryParameter>(_root, "Show");
        File.GetLastWriteTimeUtc(file).ShouldBe(DateTime.UnixEpoch);
        await Run.Of<Several>(_root, "--help");
        File.GetLastWriteTimeUtc(file).ShouldNotBe(DateTime.UnixEpoch);
    }

    [Fact]
    public async Task A_folder_of_no_build_that_keeps_something_between_runs_gets_no_schema()
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(Path.Combine(_root.Path, ".nuke")))
            File.Delete(entry);
        Directory.CreateDirectory(Path.Combine(_root.Path, ".nuke", "temp"));

        await Run.Of<EveryParameter>(_root, "--help");

        File.Exists(Path.Combine(_root.Path, ".nuke/build.schema.json")).ShouldBeFalse();
    }

    public void Dispose() => _root.Dispose();

    private static void Sorted(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
            element.EnumerateObject().Select(property => property.Name)
                .ShouldBe(element.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        foreach (var child in element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(property => property.Value),
            JsonValueKind.Array => element.EnumerateArray(),
            _ => [],
        })
            Sorted(child);
    }
}
