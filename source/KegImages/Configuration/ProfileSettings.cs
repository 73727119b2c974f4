using System.Collections.Immutable;

namespace KegImages.Configuration;

/// <summary>What differs under a profile.</summary>
/// <param name="Args">Build args that win over all others in the files.</param>
/// <param name="Contexts">Named build contexts that replace those of the same name.</param>
public sealed record ProfileSettings(ImmutableSortedDictionary<string, Located<string>> Args, ImmutableSortedDictionary<string, Located<string>> Contexts);
