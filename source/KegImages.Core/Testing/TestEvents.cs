namespace KegImages.Testing;

/// <summary>Something that happened while images were tested.</summary>
/// <param name="Image">The image.</param>
public abstract record TestEvent(ImageName Image);

/// <summary>The tests of an image have begun.</summary>
/// <param name="Image">The image.</param>
/// <param name="Count">How many there are.</param>
public sealed record TestingBegun(ImageName Image, int Count) : TestEvent(Image);

/// <summary>One test has begun.</summary>
/// <param name="Image">The image.</param>
/// <param name="Kind">What kind of test it is.</param>
/// <param name="Name">What it is called.</param>
public sealed record TestBegun(ImageName Image, string Kind, string Name) : TestEvent(Image);

/// <summary>One test has ended.</summary>
/// <param name="Image">The image.</param>
/// <param name="Test">How.</param>
public sealed record TestEnded(ImageName Image, TestCase Test) : TestEvent(Image);

/// <summary>The tests of an image have ended, or are known to pass.</summary>
/// <param name="Tested">How.</param>
public sealed record TestingEnded(TestedImage Tested) : TestEvent(Tested.Name);
