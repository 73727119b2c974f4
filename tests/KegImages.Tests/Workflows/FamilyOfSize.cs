using KegImages.Configuration;
using KegImages.Tests.Configuration;

namespace KegImages.Tests.Workflows;

/// <summary>Families of any size: a base, hubs on it, taps on those, and every tenth tap on the one before it.</summary>
internal static class FamilyOfSize
{
    private const int Hubs = 3;

    public static async Task<FamilyModel> LoadAsync(int images)
    {
        // The one of this repository has six.
        if (images == 6)
            return await Families.LoadAsync(Families.Own);
        using var folder = new FamilyFolder()
            .Keg("""
                provider: ghcr.io/example
                groups:
                  base: { folders: [base] }
                  hub: { folders: ['hub/*'] }
                  taps: { folders: ['taps/*'] }
                """)
            .Add("base/Dockerfile", "FROM scratch\n");
        for (var i = 1; i <= Hubs; i++)
            folder.Add($"hub/hub-{i}/Dockerfile", "FROM ghcr.io/example/base:develop\n");
        for (var i = 1; i < images - Hubs; i++)
            folder.Add($"taps/tap-{i:0000}/Dockerfile",
                $"FROM ghcr.io/example/{(i % 10 == 0 ? $"tap-{i - 1:0000}" : $"hub-{(i % Hubs) + 1}")}:develop\n");
        return await folder.LoadAsync();
    }
}
