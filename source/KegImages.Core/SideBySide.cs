using System.Runtime.ExceptionServices;

namespace KegImages;

/// <summary>Work on each of many things that are independent, on all processors; on few of them one after another, as to wake a thread
/// takes longer.</summary>
internal static class SideBySide
{
    private const int Few = 256;

    /// <summary>What is made of each, in their order.</summary>
    /// <param name="items">The things.</param>
    /// <param name="make">Makes one; safe for concurrent use. What it throws is thrown as it is, however many there are.</param>
    public static TResult[] Select<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> make)
    {
        var made = new TResult[items.Count];
        if (items.Count <= Few)
        {
            for (var i = 0; i < made.Length; i++)
                made[i] = make(items[i]);
        }
        else
        {
            try
            {
                Parallel.For(0, made.Length, i => made[i] = make(items[i]));
            }
            catch (AggregateException several)
            {
                ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
            }
        }

        return made;
    }
}
