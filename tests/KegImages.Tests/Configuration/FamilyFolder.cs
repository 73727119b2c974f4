using KegImages.Configuration;
using KegImages.Loading;

namespace KegImages.Tests.Configuration;

/// <summary>A temporary folder to lay a family into.</summary>
internal sealed class FamilyFolder : IDisposable
{
    public FamilyFolder() => Root = Directory.CreateTempSubdirectory("keg family ").FullName;

    public string Root { get; }

    public FamilyFolder Add(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public FamilyFolder Keg(string text) => Add("keg.yml", text);

    public Task<FamilyModel> LoadAsync(FamilyOverrides? overrides = null) =>
        FamilyLoader.LoadAsync(Root, overrides ?? FamilyOverrides.None, CancellationToken.None);

    public async Task<string[]> ProblemsAsync() =>
        [.. (await Should.ThrowAsync<WrongUseException>(LoadAsync())).Problems.Select(problem => problem.ToString())];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
