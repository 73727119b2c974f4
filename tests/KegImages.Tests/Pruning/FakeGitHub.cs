using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using KegImages.References;

namespace KegImages.Tests.Pruning;

/// <summary>
/// A fake of GitHub's REST API, in the shapes that its documentation shows: accounts, package versions with pages, deletion and
/// restoration, pull requests.
/// It records what it is asked, and never was GitHub.
/// </summary>
internal sealed partial class FakeGitHub : HttpMessageHandler
{
    private readonly Dictionary<string, List<Version>> packages = [];

    public FakeGitHub() => Client = new HttpClient(this, disposeHandler: false) { BaseAddress = new Uri("https://api.example/") };

    public HttpClient Client { get; }

    /// <summary>Each request as <c>METHOD path?query</c>.</summary>
    public List<string> Asked { get; } = [];

    public List<string?> Authorizations { get; } = [];

    /// <summary>Answers to give first, in order.</summary>
    public Queue<HttpResponseMessage> First { get; } = [];

    /// <summary>Open pull requests: the branch, and the repository that it is in; null where that is gone.</summary>
    public List<(string Branch, string? Repository)> PullRequests { get; } = [];

    public bool IsOrganization { get; set; } = true;

    public HttpStatusCode Deletion { get; set; } = HttpStatusCode.NoContent;

    public void Add(string package, long id, Digest digest, params string[] tags)
    {
        if (!packages.TryGetValue(package, out var versions))
            packages[package] = versions = [];
        versions.Insert(0, new Version(id, digest, tags));
    }

    public IEnumerable<Digest> Active(string package) =>
        packages[package].Where(version => !version.IsDeleted).Select(version => version.Digest);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        Asked.Add($"{request.Method} {path}");
        Authorizations.Add(request.Headers.Authorization?.ToString());
        return Task.FromResult(First.TryDequeue(out var first) ? first : Answer(request, path));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Client.Dispose();
        base.Dispose(disposing);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, string path)
    {
        if (path.StartsWith("/users/", StringComparison.Ordinal) && path.Count(c => c == '/') == 2)
            return Json(new { login = path["/users/".Length..], type = IsOrganization ? "Organization" : "User" });
        if (Pulls().IsMatch(path))
            return Page(request, PullRequests.Select(pull =>
                new { head = new { @ref = pull.Branch, repo = pull.Repository is null ? null
                    : new { full_name = pull.Repository } } }).ToArray<object>());
        if (Versions().Match(path) is not { Success: true } match || match.Groups["kind"].Value != (IsOrganization ? "orgs" : "users")
            || !packages.TryGetValue(match.Groups["package"].Value, out var versions))
            return Json(new { message = "Not Found" }, HttpStatusCode.NotFound);
        if (!match.Groups["id"].Success)
        {
            var wantsDeleted = path.Contains("state=deleted", StringComparison.Ordinal);
            return Page(request, versions.Where(version => version.IsDeleted == wantsDeleted)
                .Select(version => new { id = version.Id, name = version.Digest.ToString(), metadata = new { package_type = "container",
                    container = new { tags = version.Tags } } }).ToArray<object>());
        }

        if (request.Method == HttpMethod.Get && versions.Find(version => $"{version.Id}" == match.Groups["id"].Value) is { } asked)
            return Json(
                new { id = asked.Id, name = asked.Digest.ToString(), metadata =
                new { package_type = "container", container = new { tags = asked.Tags } } });
        var one = versions.Single(version =>
            version.Id == long.Parse(match.Groups["id"].Value, System.Globalization.CultureInfo.InvariantCulture));
        if (request.Method == HttpMethod.Delete && Deletion != HttpStatusCode.NoContent)
            return Json(new { message = "You cannot delete the last tagged version of a package. You must delete the package instead." },
                Deletion);
        one.IsDeleted = request.Method == HttpMethod.Delete;
        return new HttpResponseMessage(HttpStatusCode.NoContent);
    }

    private static HttpResponseMessage Page(HttpRequestMessage request, object[] all)
    {
        var query = request.RequestUri!.Query;
        var size = int.Parse(Size().Match(query).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        var number = Number().Match(query) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 1;
        var response = Json(all.Skip((number - 1) * size).Take(size));
        if (all.Length > number * size)
            response.Headers.Add("Link",
                $"<{new Uri(request.RequestUri, Number().Replace(query, "") + $"&page={number + 1}")}>; rel=\"next\", "
                    + $"<https://api.example/last>; rel=\"last\"");
        return response;
    }

    private static HttpResponseMessage Json(object value, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(JsonSerializer.Serialize(value)) };

    [GeneratedRegex(@"\A/(?<kind>orgs|users)/[^/]+/packages/container/(?<package>[^/]+)/versions(/(?<id>[0-9]+)(/restore)?)?(\?|\z)")]
    private static partial Regex Versions();

    [GeneratedRegex(@"\A/repos/[^/]+/[^/]+/pulls\?state=open")]
    private static partial Regex Pulls();

    [GeneratedRegex(@"per_page=([0-9]+)")]
    private static partial Regex Size();

    [GeneratedRegex(@"&page=([0-9]+)")]
    private static partial Regex Number();

    private sealed class Version(long id, Digest digest, string[] tags)
    {
        public long Id { get; } = id;

        public Digest Digest { get; } = digest;

        public string[] Tags { get; } = tags;

        public bool IsDeleted { get; set; }
    }
}
