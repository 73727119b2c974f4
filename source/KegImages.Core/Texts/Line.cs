namespace KegImages.Texts;

/// <summary>A line of pieces, each of a colour.</summary>
internal sealed class Line(params ImmutableArray<Inked> pieces) : IEquatable<Line>
{
    /// <summary>The line without colours.</summary>
    public string Text
    {
        get
        {
            var text = "";
            foreach (var piece in pieces)
                text += piece.Text;
            return text;
        }
    }

    /// <summary>The line with the sequences of a terminal that has colours.</summary>
    public string Painted => string.Concat(pieces.Where(piece => piece.Text.Length > 0).Select(piece => piece.Painted));

    /// <summary>The columns that it takes.</summary>
    public int Columns => pieces.Sum(piece => Texts.Columns.Of(piece.Text));

    /// <summary>The line in at most so many columns, with nothing in it that a terminal would obey; cut where it is longer.</summary>
    public Line Fit(int columns)
    {
        // What is shown escaped is longer than it was.
        var shown = Select(text => Texts.Columns.Fit(VisibleText.Of(text), int.MaxValue));
        if (shown.Columns <= columns)
            return shown;
        var fitted = ImmutableArray.CreateBuilder<Inked>();
        var room = columns;
        foreach (var piece in shown.Pieces)
        {
            // The last column is the mark's that something is cut.
            var isLast = Texts.Columns.Of(piece.Text) >= room;
            var text = isLast ? Texts.Columns.Fit(piece.Text + "……", room) : piece.Text;
            fitted.Add(piece with { Text = text });
            room -= Texts.Columns.Of(text);
            if (isLast)
                break;
        }

        return new Line(fitted.ToImmutable());
    }

    private ImmutableArray<Inked> Pieces => pieces;

    /// <summary>The line with each piece as a function makes it: masked, say.</summary>
    public Line Select(Func<string, string> of) => new([.. pieces.Select(piece => piece with { Text = of(piece.Text) })]);

    public bool Equals(Line? other) => other is not null && Painted == other.Painted;

    public override bool Equals(object? obj) => Equals(obj as Line);

    public override int GetHashCode() => Painted.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    public static implicit operator Line(string text) => new(text);
}
