namespace KegImages.Dockerfiles;

/// <summary>An instruction that <c>ONBUILD</c> keeps for the images that derive from this one directly.</summary>
/// <param name="Instruction">The instruction, without <c>ONBUILD</c>.</param>
/// <param name="Location">Where it stands in the parent's Dockerfile.</param>
public sealed record DockerfileTrigger(DockerfileInstruction Instruction, SourceLocation Location)
{
    /// <summary>Reads a trigger as an image's configuration holds it, such as <c>COPY . /app</c>. Throws <see cref="WrongUseException"/>
    /// when it is no instruction that may follow ONBUILD.</summary>
    /// <param name="origin">What messages name as its place, such as the image's reference.</param>
    public static DockerfileTrigger Parse(string text, string origin)
    {
        var dockerfile = Dockerfile.Parse($"FROM scratch\nONBUILD {text}", origin);
        return dockerfile.Stages is [{ Instructions: [{ Trigger: { } trigger }] }]
            ? new DockerfileTrigger(trigger, new SourceLocation(origin))
            : throw new WrongUseException($"'{text}' is not one instruction for ONBUILD", new SourceLocation(origin));
    }

    /// <summary>The instruction on one line.</summary>
    public override string ToString() => Instruction.ToString();
}
