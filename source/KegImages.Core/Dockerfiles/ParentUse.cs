namespace KegImages.Dockerfiles;

/// <summary>How an image uses another one.</summary>
public enum ParentUse
{
    /// <summary><c>FROM</c>.</summary>
    From,

    /// <summary><c>COPY --from</c> or <c>ADD --from</c>.</summary>
    Copy,

    /// <summary><c>RUN --mount=…,from=…</c>.</summary>
    Mount,
}
