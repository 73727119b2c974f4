using KegImages.Dockerfiles;

namespace KegImages.Tests.Images.Dockerfiles;

/// <summary>Shorthand of the tests of this folder: text in, what matters out.</summary>
internal static class Reading
{
    public static Dockerfile Parse(string text) => Dockerfile.Parse(text, "Dockerfile");

    public static DockerfileUse Use(string text, params (string Name, string Value)[] args) => Parse(text).Resolve(Inputs(args));

    public static DockerfileInputs Inputs(params (string Name, string Value)[] args) =>
        new() { Args = args.ToDictionary(arg => arg.Name, arg => arg.Value) };

    /// <summary>The parents as text: <c>From node:20 $NODE</c>.</summary>
    public static string[] Edges(this DockerfileUse use) =>
        [.. use.Parents.Select(parent => $"{parent.Use} {parent.Reference}{(parent.Argument is null ? "" : $" ${parent.Argument}")}")];

    public static string[] Edges(string text, params (string Name, string Value)[] args) => Use(text, args).Edges();

    public static string[] Keywords(string text) => [.. Parse(text).Instructions.Select(instruction => instruction.ToString())];

    public static string Refusal(Action action) => Should.Throw<WrongUseException>(action).Message;

    public static string Refusal(string text) => Refusal(() => Parse(text));
}
