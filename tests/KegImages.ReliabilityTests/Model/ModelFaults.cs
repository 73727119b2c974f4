using KegImages.ReliabilityTests.Faults;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Model;

/// <summary>A fault by chance where any push of a family asks.</summary>
internal static class ModelFaults
{
    public static Injection Random(Random random, string tag)
    {
        var image = ReliableFamily.Names[random.Next(ReliableFamily.Names.Length)];
        Place[] places =
        [
            new("GET", $"keg-family/manifests/{tag}"), new("PUT", $"keg-family/manifests/{tag}"),
                new("PUT", $"keg-family/manifests/{tag}.*"), new("POST", "keg-family/blobs/uploads"),
            new("HEAD", $"{image}/manifests/{tag}"), new("PUT", $"{image}/manifests/{tag}"), new("HEAD", $"{image}/manifests/fp-*"),
                new("GET", $"{image}/manifests/fp-*"),
            new("POST", $"{image}/blobs/uploads"), new("PUT", $"{image}/manifests/fp-*"),
        ];
        var place = places[random.Next(places.Length)];
        var faults = Fault.All.Where(fault => fault.Applies(place) && (!IsEngines(place) || !Waits(fault))).ToList();
        return new Injection(faults[random.Next(faults.Count)], place, random.Next(2) + 1, random.Next(3) == 0 ? Injection.Sticky : 1);
    }

    // What the engine uploads it uploads with its own patience, which has no end: the build's time limit is tested by itself.
    private static bool IsEngines(Place place) =>
        place.Repository != "keg-family" && (place.IsUpload || place.Path.EndsWith("/fp-*", StringComparison.Ordinal) && !place.IsRead);

    private static bool Waits(Fault fault) => DeliveryFaults.All.Contains(fault) || WaitFaults.All.Contains(fault);
}
