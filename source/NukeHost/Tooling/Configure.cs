namespace Nuke.Common.Tooling;

/// <summary>Changes options and returns them: <c>_ =&gt; _</c> leaves them as they are.</summary>
public delegate T Configure<T>(T options);
