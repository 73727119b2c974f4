namespace KegImages.Configuration;

/// <summary>An image's place in the family: the Dockerfile that it is made from, and the one entry of <c>images:</c> that is about
/// it.</summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="Folder">The Dockerfile with its folder.</param>
/// <param name="Said">What <c>keg.yml</c> says of it; null where it says nothing.</param>
internal sealed record ImagePlace(GroupSettings Group, ImageFolder Folder, ImageSettings? Said);
