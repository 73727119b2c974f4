namespace KegImages.Images;

/// <summary>A group of images that are built together: base, keg-hub, taps.</summary>
/// <param name="Name">The group's name in <c>keg.yml</c>.</param>
/// <param name="Order">Its place in the order of groups, from 0; a parent is never in a later group than its child.</param>
public sealed record ImageGroup(string Name, int Order);
