using System.Reflection;
using KegImages.Contexts;
using KegImages.Git;
using KegImages.Images;
using KegImages.LocalEngine;
using KegImages.Pages;
using KegImages.Pipeline;
using KegImages.Registry;

namespace KegImages.Tests.Architecture;

/// <summary>
/// The house as docs/architecture.md draws it: which room may use which, and that nothing in a room goes round in a circle.
/// </summary>
public sealed class HouseTests
{
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Files"] = ["Core"],
        ["Registry"] = ["Core"],
        ["Engine"] = ["Core", "Files"],
        ["GitHub"] = ["Core", "Registry"],
        ["Local"] = ["Core", "Engine", "Files"],
        ["Family"] = ["Core", "Engine", "Files", "GitHub", "Local", "Registry"],
    };

    private static readonly Assembly[] Rooms =
    [
        typeof(Family).Assembly, typeof(ContextReader).Assembly, typeof(RegistryClient).Assembly, typeof(GitRepository).Assembly,
        typeof(SummaryPage).Assembly, typeof(LocalProfile).Assembly, typeof(ImagePipeline).Assembly,
    ];

    // What reaches out of the program, or gives another answer each time.
    private static readonly string[] Outside =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.FileInfo", "System.IO.DirectoryInfo", "System.IO.FileStream",
            "System.IO.FileSystemInfo",
        "System.Console", "System.Diagnostics.Process", "System.TimeProvider", "System.Random", "System.Environment",
    ];

    public static TheoryData<string> Names => [.. Arrows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_room_uses_those_that_an_arrow_leads_to(string name) =>
        Room(name).GetReferencedAssemblies().Select(used => used.Name!)
            .Where(used => used.StartsWith("KegImages.", StringComparison.Ordinal))
            .Select(used => used["KegImages.".Length..]).ShouldBeSubsetOf(Arrows[name]);

    [Fact]
    public void A_folder_is_in_one_room() =>
        Rooms.SelectMany(room => room.GetTypes().Select(FolderOf).OfType<string>().Distinct()).GroupBy(folder => folder)
            .Where(folder => folder.Count() > 1)
            .Select(folder => folder.Key).Where(folder => folder != "KegImages").ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Names))]
    public void No_folder_of_a_room_uses_itself_by_way_of_others(string name)
    {
        var uses = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var examples = new Dictionary<(string, string), string>();
        foreach (var (by, of) in Uses.In(Room(name)))
        {
            foreach (var used in Uses.TypesOf(of).Where(used => used.Assembly == by.Assembly))
            {
                if (FolderOf(by) is not { } from || FolderOf(used) is not { } to || from == to)
                    continue;
                uses.TryAdd(from, new(StringComparer.Ordinal));
                uses[from].Add(to);
                examples.TryAdd((from, to), $"{by} → {used}");
            }
        }

        var circles = from pair in examples where Reaches(uses, pair.Key.Item2, pair.Key.Item1)
            select $"{pair.Key.Item1} → {pair.Key.Item2}: {pair.Value}";
        circles.Order(StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_engine_s_own_folder_speaks_to_an_engine() =>
        Rooms.SelectMany(Uses.In).Where(use => Uses.TypesOf(use.Of).Any(type =>
                type.Namespace?.StartsWith("Docker.DotNet", StringComparison.Ordinal) ?? false))
            .Select(use => FolderOf(use.By)).Distinct().ShouldBe(["KegImages.Engines"]);

    [Fact]
    public void The_core_asks_nothing_outside_of_it()
    {
        var asked = from use in Uses.In(Room("Core"))
                    where use.Of.DeclaringType is { } type && (Outside.Contains(type.FullName) || type.Namespace == "System.Net.Http")
                    where use.Of.Name is not ("get_NewLine" or "get_CurrentManagedThreadId")
                    select $"{use.By}: {use.Of.DeclaringType}.{use.Of.Name}";
        asked.Distinct().Order(StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void One_class_alone_reaches_git_s_library()
    {
        var users = from room in Rooms
                    from use in Uses.In(room)
                    where Uses.TypesOf(use.Of).Any(type => type.Namespace?.StartsWith("LibGit2Sharp", StringComparison.Ordinal) == true)
                    select use.By.FullName!.Split('+')[0];
        users.Distinct().ShouldBe([typeof(LibraryReader).FullName!]);
    }

    private static Assembly Room(string name) => Rooms.Single(room => room.GetName().Name == $"KegImages.{name}");

    private static string? FolderOf(Type type)
    {
        for (var outer = type; ; outer = outer.DeclaringType)
        {
            if (outer.DeclaringType is null)
                return outer.Namespace?.Split('.') is ["KegImages", .. var folders] ? string.Join('.', ["KegImages", .. folders.Take(1)])
                    : null;
        }
    }

    private static bool Reaches(Dictionary<string, HashSet<string>> uses, string from, string to)
    {
        var (seen, left) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>([from]));
        while (left.TryPop(out var folder))
        {
            if (folder == to)
                return true;
            if (seen.Add(folder) && uses.TryGetValue(folder, out var next))
            {
                foreach (var one in next)
                    left.Push(one);
            }
        }

        return false;
    }
}
