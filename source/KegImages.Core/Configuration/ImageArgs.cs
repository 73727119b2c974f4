namespace KegImages.Configuration;

/// <summary>The build args of one image from all files; of one name the later layer wins: <c>keg.yml</c> args, <c>values.yml</c> env, its
/// args, the image's args in <c>keg.yml</c>, what the command line says.</summary>
/// <param name="Unfilled">The problem with each arg whose template stands for nothing known; it is one only when the Dockerfile declares
/// the arg.</param>
internal sealed record ImageArgs(ImmutableSortedDictionary<string, Located<string>> Values,
    ImmutableSortedDictionary<string, Problem> Unfilled)
{
    public static ImageArgs Of(KegSettings settings, ImageValues? values, ImageSettings? said)
    {
        var known = settings.Args.ToBuilder();
        var unfilled = Sorted.Empty<Problem>().ToBuilder();
        if (values is not null)
        {
            var templates = new Templates(values, settings);
            foreach (var (name, value) in values.Env.Concat(values.Args))
            {
                if (templates.TryFill(name, value.Value, out var filled, out var refusal))
                {
                    known[name] = value with { Value = filled };
                    unfilled.Remove(name);
                }
                else
                {
                    known.Remove(name);
                    unfilled[name] = new Problem($"{name}: {refusal}", value.Location);
                }
            }
        }

        foreach (var layer in new[] { said?.Args ?? Sorted.Empty<Located<string>>(), settings.Overrides.Args })
        {
            foreach (var (name, value) in layer)
            {
                known[name] = value;
                unfilled.Remove(name);
            }
        }

        return new ImageArgs(known.ToImmutable(), unfilled.ToImmutable());
    }

    public ImmutableSortedDictionary<string, string> Plain { get; } = Sorted.Of(Values, value => value.Value);

    /// <summary>The value of an arg that is needed whatever the Dockerfile declares; an unfilled template is then a problem.</summary>
    public Located<string>? Needed(string name, List<Problem> problems)
    {
        if (Unfilled.TryGetValue(name, out var problem))
            problems.Add(problem);
        return Values.GetValueOrDefault(name);
    }

    public ImageArgs With(string name, Located<string> value) => new(Values.SetItem(name, value), Unfilled);
}
