namespace Nuke.Common.Tooling;

/// <summary>Changes options and returns them: <c>_ =&gt; _</c> leaves them as they are.</summary>
public delegate T Configure<T>(T options);

/// <summary>Changes options for one value of several and returns them.</summary>
public delegate T Configure<T, in TValue>(T options, TValue value);
