using KegImages.Records;
using KegImages.References;

namespace KegImages.Tests.Records;

public sealed class RecordNamesTests
{
    [Fact]
    public void What_a_prune_keeps_beside_the_records_is_no_set() =>
        new RecordNames([.. "develop develop.0123456789ab prune.unreached removed.20260102T030405Z removed.by-hand".Split(' ')
            .Select(Tag.Parse)])
            .Sets.Select(tag => tag.ToString()).ShouldBe(["develop", "removed.by-hand"]);
}
