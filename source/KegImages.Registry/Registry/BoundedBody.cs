namespace KegImages.Registry;

/// <summary>Reads the body of an answer up to a bound, whatever its length says.</summary>
internal static class BoundedBody
{
    // Of what is no success only the beginning is shown.
    private const int LargestRefusal = 64 * 1024;

    /// <summary>Reads it whole; of an answer that is no success the beginning.</summary>
    /// <exception cref="FailedException">It is larger than the bound.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage answer, int largest, CancellationToken cancellationToken)
    {
        var bound = answer.IsSuccessStatusCode ? largest : Math.Min(largest, LargestRefusal);
        if (answer.IsSuccessStatusCode && answer.Content.Headers.ContentLength > bound && answer.RequestMessage?.Method != HttpMethod.Head)
            throw TooLarge(answer, bound);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, bound + 1 - body.Length)),
            cancellationToken) is > 0 and var read)
        {
            body.Write(buffer, 0, read);
            if (body.Length <= bound)
                continue;
            if (answer.IsSuccessStatusCode)
                throw TooLarge(answer, bound);
            body.SetLength(bound);
            break;
        }

        return body.ToArray();
    }

    private static FailedException TooLarge(HttpResponseMessage answer, int bound) =>
        new($"{answer.RequestMessage?.RequestUri?.GetLeftPart(UriPartial.Path) ?? "it"} answers more than {bound / (1024 * 1024)} MiB, "
            + "which is no answer to what was asked");
}
