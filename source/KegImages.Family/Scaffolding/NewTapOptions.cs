namespace KegImages.Scaffolding;

/// <summary>What a user asks of a new tap, as typed; nothing in it is checked yet.</summary>
/// <param name="Name"><c>--name</c>.</param>
/// <param name="Alias"><c>--alias</c>; null for none.</param>
/// <param name="Template"><c>--template</c>.</param>
public sealed record NewTapOptions(string? Name, string? Alias, TapTemplate Template, bool Push)
{
    /// <summary>The options with the template as typed, <c>node</c> where nothing was. Throws <see cref="WrongUseException"/> when there is
    /// no such template.</summary>
    public static NewTapOptions Of(string? name, string? alias, string? template, bool push) =>
        Enum.GetValues<TapTemplate>()
            .Where(known => known.ToString().Equals(template ?? nameof(TapTemplate.Node), StringComparison.OrdinalIgnoreCase))
            .ToList() is [var chosen]
            ? new NewTapOptions(name, alias, chosen, push)
            : throw new WrongUseException($"--template {template}: there is no such template{DidYouMean(template!)}: node and static are");

    private static string DidYouMean(string template) =>
        Suggestion.DidYouMean(template, Enum.GetNames<TapTemplate>().Select(known => known.ToLowerInvariant()));
}
