using KegImages.Configuration;

namespace KegImages.Linting.Rules;

/// <summary>What an ADD fetches from an address that cannot be known before the build.</summary>
internal sealed class RemoteAddRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.RemoteAdd;

    public override IEnumerable<LintPlace> Find(LintSubject subject) => subject.Image.Use.Remotes
        .Where(remote => remote is { Address: null, Checksum: null })
        .Select(remote => new LintPlace(
            remote.Location,
            $"ADD {remote.Written}: a variable in it has no value here",
            "give its ARG a default, set it with ENV in this Dockerfile, or write --checksum=sha256:…"));
}
