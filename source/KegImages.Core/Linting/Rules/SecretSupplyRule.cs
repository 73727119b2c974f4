using KegImages.Configuration;
using KegImages.Secrets;

namespace KegImages.Linting.Rules;

/// <summary>Secrets and SSH agents that are mounted and that no file says where to find.</summary>
internal sealed class SecretSupplyRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.SecretSupply;

    public override IEnumerable<LintPlace> Find(LintSubject subject) =>
    [
        .. subject.Image.Use.Secrets.Where(mount =>
            !mount.IsOptional && mount.Id != BuildSecret.CertificateBundleId && !subject.Image.Secrets.ContainsKey(mount.Id))
            .Select(mount => new LintPlace(mount.Location, $"nothing says where the secret '{mount.Id}' is", SecretAdvice.Give(mount.Id))),
        .. subject.Image.Use.Ssh.Where(mount => !mount.IsOptional && !subject.Image.Ssh.ContainsKey(mount.Id))
            .Select(mount => new LintPlace(mount.Location, $"nothing forwards the SSH agent '{mount.Id}'", SecretAdvice.GiveSsh(mount.Id))),
    ];
}
