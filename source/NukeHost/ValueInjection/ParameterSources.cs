namespace Nuke.Common.ValueInjection;

/// <summary>
/// All that was said about parameters, by source, the strongest first: command line, environment, profiles, <c>parameters.json</c>.
/// </summary>
internal sealed class ParameterSources
{
    private readonly CommandLine _commandLine;
    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly IReadOnlyList<ParameterFile> _files;
    private readonly Lazy<ILookup<string, string>> _variableNames;

    public ParameterSources(CommandLine commandLine, IReadOnlyDictionary<string, string> variables, IReadOnlyList<ParameterFile> files)
    {
        (_commandLine, _variables, _files) = (commandLine, variables, files);
        _variableNames = new(() => variables.Keys.ToLookup(KebabCase.Bare));
    }

    /// <summary>Whether the files are those of another build too.</summary>
    public bool AreShared { get; init; }

    /// <summary>What was given for a parameter; null when nothing was.</summary>
    public GivenValue? Find(BuildParameter parameter)
    {
        if (_commandLine.Last(parameter.Name) is { } option)
            return new GivenValue(parameter.IsList ? _commandLine.Values(parameter.Name) : option.Values, ValueSource.CommandLine,
                option.Typed);
        if (Variable(parameter) is { } variable)
            return new GivenValue([_variables[variable]], ValueSource.Environment, $"{variable} in the environment");
        foreach (var file in _files)
        {
            if (file.Entries.LastOrDefault(entry => KebabCase.Bare(entry.Key) == KebabCase.Bare(parameter.Name)) is { } entry)
                return new GivenValue(entry.Words, ValueSource.File, $"{file.Name}:{entry.Line}: {entry.Key}");
        }

        return null;
    }

    /// <summary>What was said about parameters that do not exist.</summary>
    public IEnumerable<string> Unknown(IReadOnlyList<BuildParameter> parameters)
    {
        var known = parameters.Select(parameter => KebabCase.Bare(parameter.Name)).ToHashSet();
        var options = parameters.Select(parameter => "--" + parameter.Option).ToArray();
        foreach (var option in _commandLine.Options)
        {
            if (option.Is("Help") || option.Is("All") && _commandLine.Last("Help") is not null)
                continue;
            var (name, value) = Split(option.Typed);
            if (value is not null && known.Contains(KebabCase.Bare(name)))
                yield return $"{option.Typed}: a space stands between an option and its value: {name} {value}";
            else if (!known.Contains(KebabCase.Bare(option.Typed)))
                yield return $"'{option.Typed}' is not an option of this build{Nearest.DidYouMean(name, options)}";
        }

        foreach (var file in AreShared ? [] : _files)
        {
            foreach (var entry in file.Entries.Where(entry => !known.Contains(KebabCase.Bare(entry.Key))))
                yield return $"{file.Name}:{entry.Line}: '{entry.Key}' is not a parameter of this "
                    + $"build{Nearest.DidYouMean(entry.Key, parameters.Select(parameter => parameter.Name))}";
        }
    }

    private static (string Name, string? Value) Split(string typed)
    {
        var equals = typed.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (typed, null) : (typed[..equals], typed[(equals + 1)..]);
    }

    // A CI system passes a secret that is not set as an empty variable, so an empty one says nothing.
    // The names of the host's own parameters are everybody's (HOST, TARGET, VERBOSITY), as are some of the build's (PATH): they count only
    // with NUKE in front.
    private string? Variable(BuildParameter parameter)
    {
        var needsPrefix = EnvironmentName.NeedsPrefix(parameter);
        if (!needsPrefix && Says(parameter.Name))
            return parameter.Name;
        var bare = KebabCase.Bare(parameter.Name);
        var candidates = needsPrefix ? _variableNames.Value["nuke" + bare]
            : _variableNames.Value[bare].Concat(_variableNames.Value["nuke" + bare]);
        return candidates.FirstOrDefault(Says);
    }

    private bool Says(string variable) => _variables.TryGetValue(variable, out var value) && value.Length > 0;
}
