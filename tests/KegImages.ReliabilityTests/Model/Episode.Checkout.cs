using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Model;

/// <content>The steps of the checkout alone: edits, branches and merges.</content>
internal sealed partial class Episode
{
    private async Task<IReadOnlyList<Ending>> EditAsync(string image, string text)
    {
        family.Edit(image, $"{image} {text}");
        await CommitAsync($"Edits {image}");
        return [];
    }

    private async Task<IReadOnlyList<Ending>> BreakAsync(string image)
    {
        var file = ReliableFamily.DockerfileOf(image);
        var text = family.Checkout.Read(file);
        if (!text.Contains("nowhere", StringComparison.Ordinal))
            family.Checkout.Write(file, text + "COPY nowhere /\n");
        await CommitAsync($"Breaks {image}");
        return [];
    }

    private async Task<IReadOnlyList<Ending>> MendAsync()
    {
        foreach (var file in ReliableFamily.Names.Select(ReliableFamily.DockerfileOf))
            family.Checkout.Write(file, family.Checkout.Read(file).Replace("COPY nowhere /\n", "", StringComparison.Ordinal));
        await CommitAsync("Mends what is broken");
        return [];
    }

    private async Task<IReadOnlyList<Ending>> BranchAsync()
    {
        current = new History($"feature/{++made}");
        branches.Add(current);
        await family.Checkout.GitAsync("switch", "--quiet", "--create", current.Name);
        await family.Checkout.GitAsync("push", "--quiet", "origin", current.Name);
        return [];
    }

    private async Task<IReadOnlyList<Ending>> SwitchAsync(History branch)
    {
        current = branch;
        await family.Checkout.GitAsync("switch", "--quiet", branch.Name);
        return [];
    }

    private async Task<IReadOnlyList<Ending>> MergeAsync(History branch)
    {
        if (branch != current)
            await family.Checkout.GitAsync("merge", "--quiet", "--no-edit", "--strategy-option=theirs", branch.Name);
        return [];
    }

    private async Task<IReadOnlyList<Ending>> DeleteAsync(History branch)
    {
        if (branch == current || branch == branches[0])
            return [];
        branches.Remove(branch);
        await family.Checkout.GitAsync("branch", "--quiet", "-D", branch.Name);
        await family.Checkout.GitAsync("push", "--quiet", "origin", "--delete", branch.Name);
        return [];
    }

    private bool IsBroken(string image) =>
        family.Checkout.Read(ReliableFamily.DockerfileOf(image)).Contains("nowhere", StringComparison.Ordinal);

    private string TextOf(string image) => family.Checkout.Read($"{ReliableFamily.FolderOf(image)}/file");

    private Task<string> HeadAsync() => family.Checkout.GitAsync("rev-parse", "HEAD");

    private async Task<bool> IsOldAsync(string head, string than) => await family.Checkout.GitAsync("merge-base", head, than) == head;

    private Task<string> CommitAsync(string subject) => family.Checkout.CommitAsync($"{subject} ({++commits})");
}
