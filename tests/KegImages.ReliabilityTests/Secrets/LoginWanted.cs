using System.Text;
using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Secrets;

/// <summary>A registry that lets nobody in without a token, which it gives for a user's password alone.</summary>
internal sealed class LoginWanted(string user, Planted password, Planted token)
{
    private readonly string basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password.Value}"))}";

    /// <summary>How many requests came with the token.</summary>
    public int Admitted { get; private set; }

    /// <summary>What is answered in place of the registry; null to one who has the token.</summary>
    public Task<Answer>? Interfere(Exchange exchange)
    {
        if (exchange.Request.Path == "/token")
        {
            return Task.FromResult(exchange.Request.Header("Authorization") == basic
                ? Answer.Of(200, $$"""{"token":"{{token.Value}}","expires_in":300}""")
                : Answer.Of(401, """{"errors":[{"code":"UNAUTHORIZED","message":"wrong password"}]}"""));
        }

        if (exchange.Request.Header("Authorization") == $"Bearer {token.Value}")
        {
            Admitted++;
            return null;
        }

        return Task.FromResult(Answer.Of(
            401, """{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}""",
            new Header("WWW-Authenticate", $"Bearer realm=\"http://{exchange.Proxy}/token\",service=\"{exchange.Proxy}\"")));
    }
}
