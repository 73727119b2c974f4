namespace KegImages.Tests.Pruning;

/// <summary>A signature lives as long as what it is about, and not a day longer; it keeps nothing by itself.</summary>
public sealed class PruneSignatureTests
{
    private readonly Holding holding = new() { Grace = TimeSpan.Zero };

    [Fact]
    public void A_signature_stays_with_the_image_that_a_tag_names()
    {
        var image = holding.Add("tap", "named", "by-hand");
        holding.AddSignature("tap", image);

        holding.Gone.ShouldBeEmpty();
        holding.ReasonOf("tap", $"sha256-{image.Encoded}.sig").ShouldContain("it is attached to");
    }

    [Fact]
    public void A_signature_goes_with_the_image_that_nothing_reaches()
    {
        var image = holding.Add("tap", "content", Holding.Content);
        holding.AddSignature("tap", image);

        holding.Gone.ShouldBe([$"tap:{Holding.Content}!", $"tap:sha256-{image.Encoded}.sig!"]);
    }

    [Fact]
    public void A_signature_of_what_is_gone_already_goes()
    {
        var gone = Holding.DigestOf("gone");
        holding.AddSignature("tap", gone);

        holding.Gone.ShouldBe([$"tap:sha256-{gone.Encoded}.sig!"]);
    }

    [Fact]
    public void Both_wait_for_their_time()
    {
        holding.Grace = TimeSpan.FromDays(14);
        var image = holding.Add("tap", "content", Holding.Content);
        holding.AddSignature("tap", image);

        holding.Gone.ShouldBeEmpty();
    }

    [Fact]
    public void A_signature_in_the_registrys_list_goes_with_its_image_and_keeps_it_no_longer()
    {
        var image = holding.Add("tap", "content", Holding.Content);
        var signature = holding.AddReferringSignature("tap", image);
        var named = holding.Add("tap", "named", "by-hand");
        holding.AddReferringSignature("tap", named);

        holding.Gone.ShouldBe([$"tap:{Holding.Content}!", $"tap@{signature.Abbreviated}!"], ignoreOrder: true);
    }

    [Fact]
    public void The_signature_of_a_record_stays_as_long_as_a_tag_is_on_it()
    {
        var image = holding.Add("tap", "named", "develop");
        holding.Record("develop", "develop", 'a', 1, ("tap", image));
        holding.AddFamilySignature("develop");
        holding.Record("feature-x", "feature/x", 'b', 1, ("tap", image));
        holding.AddFamilySignature("feature-x");

        holding.Gone.Where(gone => gone.Contains("sha256-", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldStartWith("keg-family:sha256-");
        holding.Gone.ShouldContain(gone => gone.StartsWith("keg-family:feature-x", StringComparison.Ordinal));
        holding.Plan.Verdicts.ShouldContain(verdict => verdict.Reason == "it signs the record 'develop'");
    }
}
