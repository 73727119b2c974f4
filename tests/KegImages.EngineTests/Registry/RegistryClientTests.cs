using System.Globalization;
using System.Text;
using KegImages.EngineTests.Engine;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.EngineTests.Registry;

public sealed class RegistryClientTests(EngineFixture engine) : IDisposable
{
    private readonly RegistryClient client = new(new NoCredentials());

    public void Dispose() => client.Dispose();

    private ImageReference NewReference(string tag = "develop") => ImageReference.Parse($"{engine.NewNamespace()}/tiny:{tag}");

    [EngineFact]
    public async Task What_our_client_pushed_docker_pulls_under_the_same_digest()
    {
        var reference = NewReference();
        var image = HandMadeImage.Of("hello", ("io.keg.branch", "feature/x"));

        (await image.PushAsync(client, reference)).ShouldBe(image.Digest);

        await engine.DockerAsync("pull", "--quiet", reference.ToString());
        (await engine.DockerAsync("image", "inspect", "--format", "{{index .RepoDigests 0}} {{index .Config.Labels \"io.keg.branch\"}}",
            reference.ToString()))
            .Trim().ShouldBe($"{reference.At(image.Digest)} feature/x");
        await engine.DockerAsync("image", "rm", reference.ToString());
    }

    [EngineFact]
    public async Task What_docker_pushed_our_client_reads()
    {
        var (source, target) = (NewReference(), NewReference("from-docker"));
        await HandMadeImage.Of("from docker", ("a", "b")).PushAsync(client, source);
        await engine.DockerAsync("pull", "--quiet", source.ToString());
        await engine.DockerAsync("tag", source.ToString(), target.ToString());
        var said = await engine.DockerAsync("push", target.ToString());

        var head = await client.HeadAsync(target, default);
        var manifest = await client.GetManifestAsync(target, default);
        var config = await client.GetImageConfigAsync(target, default);

        said.ShouldContain($"digest: {head!.Digest} size: {head.Size.ToString(CultureInfo.InvariantCulture)}");
        head.MediaType.ShouldBe(MediaTypes.DockerManifest);
        manifest!.Descriptor.ShouldBe(head);
        config!.Labels["a"].ShouldBe("b");
        config.DiffIds.ShouldBe((await client.GetImageConfigAsync(source, default))!.DiffIds);
        (await client.GetCompressedSizeAsync(target, default))!.Value.ShouldBeInRange(200, 3000);
        await engine.DockerAsync("image", "rm", source.ToString(), target.ToString());
    }

    [EngineFact]
    public async Task A_tag_is_copied_without_uploading_anything_and_listed()
    {
        var reference = NewReference();
        var digest = await HandMadeImage.Of("copy").PushAsync(client, reference);
        var before = client.Requests;

        (await client.CopyTagAsync(reference.At(digest), Tag.Parse("master"), default)).Digest.ShouldBe(digest);

        (client.Requests - before).ShouldBe(2);
        (await client.HeadAsync(reference.With(Tag.Parse("master")), default))!.Digest.ShouldBe(digest);
        (await client.ListTagsAsync(reference, default)).AllOrThrow().Select(tag => tag.ToString()).ShouldBe(["develop", "master"]);
    }

    [EngineFact]
    public async Task A_deletion_takes_every_tag_and_leaves_a_repository_without_tags()
    {
        var reference = NewReference();
        var digest = await HandMadeImage.Of("doomed").PushAsync(client, reference);
        await client.CopyTagAsync(reference.At(digest), Tag.Parse("master"), default);

        (await client.DeleteManifestAsync(reference.At(digest), default)).ShouldBe(DeleteOutcome.Deleted);

        (await client.HeadAsync(reference, default)).ShouldBeNull();
        (await client.ListTagsAsync(reference, default)).Seen.ShouldBeEmpty();
        (await client.DeleteManifestAsync(reference.At(digest), default)).ShouldBe(DeleteOutcome.NotFound);
    }

    [EngineFact]
    public async Task Asking_for_push_access_makes_no_repository()
    {
        var reference = NewReference();

        await client.CheckPushAccessAsync([reference], default);

        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"http://{reference.Registry}/v2/_catalog?n=1000"))).ShouldNotContain(reference.Repository);
    }

    [EngineFact]
    public async Task An_index_is_kept_whole_and_its_image_is_found()
    {
        var reference = NewReference("index");
        var image = HandMadeImage.Of("child", ("platform", "own"));
        var digest = await image.PushAsync(client, reference.With(Tag.Parse("child")));
        var processor = (await client.GetImageConfigAsync(reference.At(digest), default))!.Platform.Split('/')[1];
        var index = Encoding.UTF8.GetBytes(
            $$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{digest}}","size":{{image.Manifest.Length}},"platform":{"os":"linux","architecture":"{{processor}}"} }]}
            """);

        await client.PutManifestAsync(reference, index, MediaTypes.OciIndex, default);

        (await client.HeadAsync(reference, default))!.ShouldBe(new ManifestDescriptor(Digest.Of(index), MediaTypes.OciIndex, index.Length));
        (await client.GetImageConfigAsync(reference, default))!.Labels["platform"].ShouldBe("own");
        (await client.GetCompressedSizeAsync(reference, default)).ShouldBe(image.Config.Length + image.Layer.Length);
    }

    [EngineFact]
    public async Task Many_requests_at_once_are_all_answered()
    {
        var reference = NewReference();
        var digest = await HandMadeImage.Of("many").PushAsync(client, reference);

        var found = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => client.HeadAsync(reference, default)));

        found.ShouldAllBe(head => head!.Digest == digest);
    }
}
