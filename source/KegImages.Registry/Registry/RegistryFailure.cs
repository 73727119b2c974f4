using System.Net;

namespace KegImages.Registry;

/// <summary>Says what an answer that is no success means for the caller.</summary>
internal static class RegistryFailure
{
    /// <summary>The exception for an answer: wrong use where a login or a right is missing, a failure otherwise.</summary>
    public static Exception Of(RegistryResponse response, RegistryAddress address, string what, bool hasLogin, string? loginProblem,
        Func<string, string> mask)
    {
        if (response.IsDenied)
            return new WrongUseException([Denied(response, address, what, hasLogin, loginProblem, mask)]);
        var advice = response.Status switch
        {
            HttpStatusCode.TooManyRequests =>
                $"{Environment.NewLine}  the registry limits requests: try again "
                    + $"later{(hasLogin ? "" : $", or log in for a higher limit: docker login {address.Host}")}",
            HttpStatusCode.NotFound when response.ErrorCode is null =>
                $"{Environment.NewLine}  does {address.Host} speak the registry protocol?",
            _ => "",
        };
        return new FailedException($"{what} failed: {mask(response.Describe())}{advice}");
    }

    public static Problem Denied(RegistryResponse response, RegistryAddress address, string what, bool hasLogin, string? loginProblem,
        Func<string, string> mask) => hasLogin
        ? new Problem(
            $"{what}: {address.Host} refuses it ({mask(response.Describe())}): the login has expired, or lacks the right to "
                + $"'{address.Repository}'",
            Next: $"log in again: docker login {address.Host}")
        : new Problem(
            $"{what}: not logged in to {address.Host}, and without a login it answers "
                + $"{mask(response.Describe())}{(loginProblem is null ? "" : $"; its login cannot be read: {loginProblem}")}",
            Next: $"log in: docker login {address.Host}");
}
