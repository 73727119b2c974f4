namespace KegImages.Workflows;

/// <summary>A parameter that a person can give who starts a workflow by hand.</summary>
/// <param name="Name">The parameter's name, as the program has it: <c>NoCache</c>.</param>
/// <param name="IsRequired">Whether it has to be given.</param>
public sealed record WorkflowInput(string Name, bool IsRequired);
