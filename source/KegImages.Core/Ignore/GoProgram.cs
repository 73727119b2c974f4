namespace KegImages.Ignore;

/// <summary>A regular expression ready to match: all ways that a text can go through it are followed at once, code point by code point, so
/// that the time is at most the product of both lengths, whatever they are. See <see
/// href="https://swtch.com/~rsc/regexp/regexp2.html"/>.</summary>
internal sealed class GoProgram
{
    private const int NoCodePoint = -1;

    private readonly Step[] steps;
    private readonly bool isAnchored;

    private GoProgram(GoNode expression)
    {
        isAnchored = expression is GoNode.Sequence { Parts: [GoNode.Place { Kind: GoPlace.Begin }, ..] };
        var writer = new Writer();
        writer.Write(expression);
        steps = [.. writer.Steps, new Step(StepKind.Done)];
    }

    /// <summary>The program of an expression, which should not come to more steps than a caller has the time for.</summary>
    public static GoProgram Of(GoNode expression) => new(expression);

    public bool IsMatch(string text)
    {
        var (current, next) = (new Ways(steps.Length), new Ways(steps.Length));
        var (at, before, here) = (0, NoCodePoint, CodePointAt(text, 0, out var length));
        if (Follow(current, 0, before, here))
            return true;
        while (here != NoCodePoint && !(isAnchored && current.IsEmpty))
        {
            at += length;
            (before, here) = (here, CodePointAt(text, at, out length));
            next.Clear();
            foreach (var step in current.All)
            {
                if (steps[step].Set is { } set && set.Contains(before) && Follow(next, step + 1, before, here))
                    return true;
            }

            if (!isAnchored && Follow(next, 0, before, here))
                return true;
            (current, next) = (next, current);
        }

        return false;
    }

    private static int CodePointAt(string text, int at, out int length)
    {
        length = 0;
        if (at == text.Length)
            return NoCodePoint;
        Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out length);
        return rune.Value;
    }

    // Whether the end can be reached from a step without taking text; on the way all steps are noted that take some.
    private bool Follow(Ways ways, int first, int before, int after)
    {
        ways.Open(first);
        while (ways.TryTake(out var at))
        {
            ref readonly var step = ref steps[at];
            switch (step.Kind)
            {
                case StepKind.Done:
                    return true;
                case StepKind.Take:
                    ways.Note(at);
                    break;
                case StepKind.Fork:
                    ways.Open(step.Other);
                    ways.Open(at + 1);
                    break;
                case StepKind.Go:
                    ways.Open(step.Other);
                    break;
                case StepKind.Stand when Holds(step.Place, before, after):
                    ways.Open(at + 1);
                    break;
            }
        }

        return false;
    }

    private static bool Holds(GoPlace place, int before, int after) => place switch
    {
        GoPlace.Begin => before == NoCodePoint,
        GoPlace.End => after == NoCodePoint,
        GoPlace.BeginOfLine => before is NoCodePoint or '\n',
        GoPlace.EndOfLine => after is NoCodePoint or '\n',
        _ => (GoClasses.IsWord(before) != GoClasses.IsWord(after)) == (place == GoPlace.WordEdge),
    };

    private enum StepKind
    {
        Take,
        Stand,
        Fork,
        Go,
        Done,
    }

    private readonly record struct Step(StepKind Kind)
    {
        public CodePoints? Set { get; init; }
        public GoPlace Place { get; init; }
        public int Other { get; init; }
    }

    private sealed class Writer
    {
        public List<Step> Steps { get; } = [];

        public void Write(GoNode node)
        {
            switch (node)
            {
                case GoNode.One one:
                    Steps.Add(new Step(StepKind.Take) { Set = one.Set });
                    break;
                case GoNode.Place place:
                    Steps.Add(new Step(StepKind.Stand) { Place = place.Kind });
                    break;
                case GoNode.Sequence sequence:
                    foreach (var part in sequence.Parts)
                        Write(part);
                    break;
                case GoNode.Choice choice:
                    WriteChoice(choice);
                    break;
                case GoNode.Repeated repeated:
                    WriteRepeated(repeated);
                    break;
            }
        }

        private void WriteChoice(GoNode.Choice choice)
        {
            var ends = new List<int>();
            foreach (var part in choice.Parts.SkipLast(1))
            {
                var fork = Reserve();
                Write(part);
                ends.Add(Reserve());
                Steps[fork] = new Step(StepKind.Fork) { Other = Steps.Count };
            }

            Write(choice.Parts[^1]);
            foreach (var end in ends)
                Steps[end] = new Step(StepKind.Go) { Other = Steps.Count };
        }

        private void WriteRepeated(GoNode.Repeated repeated)
        {
            for (var i = 0; i < repeated.Least; i++)
                Write(repeated.Part);
            var forks = new List<int>();
            var begin = Steps.Count;
            for (var i = repeated.Least; i < (repeated.Most ?? repeated.Least + 1); i++)
            {
                forks.Add(Reserve());
                Write(repeated.Part);
            }

            if (repeated.Most is null)
                Steps.Add(new Step(StepKind.Go) { Other = begin });
            foreach (var fork in forks)
                Steps[fork] = new Step(StepKind.Fork) { Other = Steps.Count };
        }

        private int Reserve()
        {
            Steps.Add(default);
            return Steps.Count - 1;
        }
    }

    // The steps that a text has come to, each once.
    private sealed class Ways(int steps)
    {
        private readonly int[] noted = new int[steps];
        private readonly int[] open = new int[steps];
        private readonly int[] seen = new int[steps];
        private int notedCount;
        private int openCount;
        private int round = 1;

        public bool IsEmpty => notedCount == 0;

        public ReadOnlySpan<int> All => noted.AsSpan(0, notedCount);

        public void Clear()
        {
            (notedCount, openCount) = (0, 0);
            round++;
        }

        public void Open(int step)
        {
            if (seen[step] == round)
                return;
            seen[step] = round;
            open[openCount++] = step;
        }

        public bool TryTake(out int step)
        {
            var isOpen = openCount > 0;
            step = isOpen ? open[--openCount] : 0;
            return isOpen;
        }

        public void Note(int step) => noted[notedCount++] = step;
    }
}
