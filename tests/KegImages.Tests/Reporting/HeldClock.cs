namespace KegImages.Tests.Reporting;

/// <summary>A clock that stands still until it is told how much time passes; its timers ring within that call.</summary>
internal sealed class HeldClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Alarm> alarms = [];
    private TimeSpan now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        lock (gate)
            alarms.Add(alarm);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Lets time pass; what a timer starts is waited for as long as it is quick.</summary>
    public void Pass(TimeSpan time)
    {
        now += time;
        Alarm[] due;
        lock (gate)
            due = [.. alarms.Where(alarm => alarm.Due <= now)];
        foreach (var alarm in due)
            alarm.Ring();
        // What waits for the timer goes on on the thread pool.
        for (var i = 0; i < 50 && due.Length > 0; i++)
            Thread.Sleep(1);
    }

    private sealed class Alarm(HeldClock clock, Action ring) : ITimer
    {
        private TimeSpan period;

        public TimeSpan Due { get; private set; } = TimeSpan.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            this.period = period;
            Due = dueTime == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : clock.now + dueTime;
            return true;
        }

        public void Ring()
        {
            Due = period == Timeout.InfiniteTimeSpan || period == TimeSpan.Zero ? TimeSpan.MaxValue : clock.now + period;
            ring();
        }

        public void Dispose() => Due = TimeSpan.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
