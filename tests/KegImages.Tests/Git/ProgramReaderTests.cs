using KegImages.Git;

namespace KegImages.Tests.Git;

public sealed class ProgramReaderTests : GitRepositoryTests
{
    private protected override IRepositoryReader ReaderOf(string folder) => new ProgramReader(folder, TemporaryRepository.Commands);
}
