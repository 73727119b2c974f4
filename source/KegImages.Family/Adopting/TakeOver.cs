namespace KegImages.Adopting;

/// <summary>The file of another tool that <c>Init</c> takes a family over from.</summary>
public enum TakeOver
{
    /// <summary>A bake file, read by <c>docker buildx bake --print</c>.</summary>
    Bake,

    /// <summary>A compose file, read by <c>docker compose config</c>.</summary>
    Compose,
}
