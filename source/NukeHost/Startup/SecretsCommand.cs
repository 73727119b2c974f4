using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nuke.Common.IO;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary><c>:secrets [profile]</c>: asks for the build's secrets and writes them, encrypted, to a parameter file.</summary>
internal static class SecretsCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(HostEnvironment environment, AbsolutePath root, IReadOnlyList<string> words)
    {
        var secrets = SchemaFile.Read(root).Parameters.Where(pair => pair.Value.IsSecret).Select(pair => pair.Key).ToArray();
        if (secrets.Length == 0)
            throw new UsageException("This build has no secret parameter: mark one with [Secret] beside [Parameter]");

        var file = root / ".nuke" / (words.Count > 0 ? $"parameters.{words[0]}.json" : "parameters.json");
        var content = file.FileExists() ? JsonNode.Parse(File.ReadAllText(file))!.AsObject()
            : new JsonObject { ["$schema"] = "build.schema.json" };
        var password = environment.Variables.GetValueOrDefault(SecretValues.PasswordVariable) is { Length: > 0 } variable
            ? variable
            : Ask(environment, "Password: ");
        if (string.IsNullOrEmpty(password))
            throw new UsageException($"A password is needed: type it, or put it into {SecretValues.PasswordVariable} in the environment");
        foreach (var secret in secrets)
        {
            if (Ask(environment, $"{secret} (empty leaves it as it is): ") is { Length: > 0 } value)
                content[secret] = SecretCipher.Encrypt(value, password);
        }

        GeneratedFiles.WriteWhenChanged(file, content.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n");
        environment.Out.WriteLine($"Written: {Path.GetRelativePath(root, file)}");
        return ExitCodes.Done;
    }

    private static string? Ask(HostEnvironment environment, string question)
    {
        environment.Out.Write(question);
        environment.Out.Flush();
        var answer = HiddenInput.ReadLine(environment);
        if (environment.Out is Output.MaskingWriter masks && !string.IsNullOrEmpty(answer))
            masks.Hide(answer);
        return answer;
    }
}
