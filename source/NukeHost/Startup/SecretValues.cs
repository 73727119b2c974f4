using System.Collections;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>Keeps the values of secret parameters out of everything that is printed, and opens those that are encrypted.</summary>
internal static class SecretValues
{
    /// <summary>The variable that holds the password of encrypted values where nobody can be asked.</summary>
    public const string PasswordVariable = "NUKE_SECRETS_PASSWORD";

    /// <summary>Masks what was given and what the member already holds.</summary>
    public static void Hide(NukeBuild build, BuildParameter parameter, GivenValue? given, Masks masks)
    {
        foreach (var word in given?.Words ?? [])
            masks.Hide(word);
        if (parameter.Member?.DeclaringType?.IsInterface == false)
            HideValue(ParameterInjection.Get(build, parameter), masks);
    }

    /// <summary>The given words with the encrypted ones opened.</summary>
    public static GivenValue Open(BuildParameter parameter, GivenValue given, HostEnvironment environment, Masks masks)
    {
        if (given.Source != ValueSource.File || !given.Words.Any(SecretCipher.IsEncrypted))
            return given;
        var password = environment.Variables.GetValueOrDefault(PasswordVariable) is { Length: > 0 } variable ? variable
            : Ask(parameter, given, environment);
        masks.Hide(password);
        string[] words = [.. given.Words.Select(word =>
            SecretCipher.IsEncrypted(word) ? SecretCipher.Decrypt(word, password, given.Origin) : word)];
        foreach (var word in words)
            masks.Hide(word);
        return given with { Words = words };
    }

    private static string Ask(BuildParameter parameter, GivenValue given, HostEnvironment environment)
    {
        if (!environment.IsInteractive)
            throw new UsageException(
                $"{given.Origin}: '{parameter.Name}' is encrypted: its password is read from {PasswordVariable} in the environment");
        environment.Out.Write($"Password for the secrets in {given.Origin.Split(':')[0]}: ");
        environment.Out.Flush();
        return HiddenInput.ReadLine(environment) ?? "";
    }

    private static void HideValue(object? value, Masks masks)
    {
        if (value is string text)
            masks.Hide(text);
        else if (value is IEnumerable items)
            foreach (var item in items)
                masks.Hide(item?.ToString() ?? "");
        else if (value is not null)
            masks.Hide(value.ToString() ?? "");
    }
}
