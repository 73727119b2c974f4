// A run owns the console and the static members of NukeBuild, as in its own process: two at once would mix.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
