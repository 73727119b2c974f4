// A run owns the console and the static members of NukeBuild, as in its own process: two at once would mix. What runs build.sh in a
// process of its own runs beside them.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
