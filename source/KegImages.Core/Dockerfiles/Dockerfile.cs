namespace KegImages.Dockerfiles;

/// <summary>A Dockerfile, read. See <see href="https://docs.docker.com/reference/dockerfile/"/>.</summary>
public sealed record Dockerfile
{
    private Dockerfile(string path, DockerfileReader reader)
    {
        Path = path;
        Syntax = reader.Syntax;
        Instructions = reader.Instructions;
        GlobalArgs = reader.GlobalArgs;
        Stages = reader.Stages;
    }

    /// <summary>Its path, as messages show it.</summary>
    public string Path { get; }

    /// <summary>The image that <c># syntax=</c> names to read it; null where there is none.</summary>
    public string? Syntax { get; }

    /// <summary>All instructions, in order.</summary>
    public ImmutableArray<DockerfileInstruction> Instructions { get; }

    /// <summary>What ARGs before the first <c>FROM</c> declare, in order.</summary>
    public ImmutableArray<DockerfileArg> GlobalArgs { get; }

    /// <summary>The stages, in order.</summary>
    public ImmutableArray<DockerfileStage> Stages { get; }

    /// <summary>Reads a Dockerfile's text; pure. Throws <see cref="WrongUseException"/> with everything that is wrong with it.</summary>
    /// <param name="path">Its path, as messages are to show it.</param>
    public static Dockerfile Parse(string text, string path)
    {
        var reader = new DockerfileReader(text, path);
        WrongUseException.ThrowIfAny(reader.Problems);
        return new Dockerfile(path, reader);
    }

    /// <summary>What the target uses once the ARGs have their values; pure. Throws <see cref="WrongUseException"/> with everything that
    /// does not resolve.</summary>
    public DockerfileUse Resolve(DockerfileInputs inputs) => new DockerfileResolution(this, inputs).Use();
}
