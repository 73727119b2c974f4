using System.Net;
using KegImages.Pipeline;

namespace KegImages.Tests.Pipeline;

/// <summary>What is at an address is known by its bytes, and fetched again only when the server says that it changed.</summary>
public sealed class RemoteFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("keg-remote-").FullName;
    private readonly ServedFile served = new();

    public void Dispose()
    {
        served.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("\"one\"")]
    [InlineData("W/\"one\"")]
    public async Task What_has_an_ETag_is_fetched_once(string tag)
    {
        served.Tag = tag;
        var first = await DigestAsync();
        (await DigestAsync()).ShouldBe(first);
        served.Bodies.ShouldBe(1);

        (served.Text, served.Tag) = ("other", "\"two\"");
        (await DigestAsync()).ShouldNotBe(first);
        served.Bodies.ShouldBe(2);
    }

    [Fact]
    public async Task What_has_a_settled_date_is_fetched_once()
    {
        served.Modified = DateTimeOffset.UtcNow.AddMinutes(-5);
        var first = await DigestAsync();
        (await DigestAsync()).ShouldBe(first);
        served.Bodies.ShouldBe(1);

        (served.Text, served.Modified) = ("other", DateTimeOffset.UtcNow.AddMinutes(-1));
        (await DigestAsync()).ShouldNotBe(first);
    }

    [Fact]
    public async Task A_date_of_this_very_second_is_not_believed()
    {
        served.Modified = DateTimeOffset.UtcNow;
        var first = await DigestAsync();
        served.Text = "other";

        (await DigestAsync()).ShouldNotBe(first);
    }

    [Fact]
    public async Task What_has_neither_is_read_each_time()
    {
        var first = await DigestAsync();
        (await DigestAsync()).ShouldBe(first);
        served.Bodies.ShouldBe(2);
        served.Text = "other";

        (await DigestAsync()).ShouldNotBe(first);
    }

    [Fact]
    public async Task What_is_not_there_is_said()
    {
        served.Status = HttpStatusCode.NotFound;

        (await Should.ThrowAsync<FailedException>(DigestAsync())).Message.ShouldContain("the answer is 404");
        (await Should.ThrowAsync<FailedException>(new RemoteFiles(folder).DigestAsync(new Uri("http://127.0.0.1:1/x"),
            CancellationToken.None))).Message.ShouldContain("cannot be fetched");
    }

    private Task<KegImages.References.Digest> DigestAsync() => new RemoteFiles(folder).DigestAsync(served.Address, CancellationToken.None);
}
