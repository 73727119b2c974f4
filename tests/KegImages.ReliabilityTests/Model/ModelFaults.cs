using KegImages.ReliabilityTests.Families;
using KegImages.ReliabilityTests.Faults;

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
        var faults = Fault.All.Where(fault => fault.Fits(place)).ToList();
        var isSticky = random.Next(3) == 0 && !place.IsEngines;
        return new Injection(faults[random.Next(faults.Count)], place, random.Next(2) + 1, isSticky ? Injection.Sticky : 1);
    }
}
