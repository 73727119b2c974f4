using KegImages.Git;

namespace KegImages.Tests.Git;

public sealed class LibraryReaderTests : GitRepositoryTests
{
    private protected override IRepositoryReader ReaderOf(string folder) => new LibraryReader(folder);
}
