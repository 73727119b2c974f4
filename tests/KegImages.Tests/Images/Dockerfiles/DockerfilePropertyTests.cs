using KegImages.Dockerfiles;

namespace KegImages.Tests.Images.Dockerfiles;

public sealed class DockerfilePropertyTests
{
    [Fact]
    public void The_edges_and_args_of_random_Dockerfiles_are_those_they_were_made_from()
    {
        var first = Environment.TickCount;
        for (var seed = first; seed < first + 2000; seed++)
        {
            var model = new DockerfileModel(seed);
            var dockerfile = Dockerfile.Parse(model.Text, "Dockerfile");
            var because = $"seed {seed}:\n{model.Text}";
            dockerfile.Stages.Length.ShouldBe(model.Names.Count, because);

            for (var target = 0; target < model.Names.Count; target++)
            {
                var name = dockerfile.Stages[target].Name;
                if (name is null && target < model.Names.Count - 1)
                    continue;
                var use = dockerfile.Resolve(new DockerfileInputs { Target = name });

                string.Join(", ", use.Parents.Select(parent => $"{parent.Use} {parent.Reference}").Distinct().Order(StringComparer.Ordinal))
                    .ShouldBe(string.Join(", ", model.Edges(target)), because);
                string.Join(", ", use.DeclaredArgs).ShouldBe(string.Join(", ", model.Args(target)), because);
            }
        }
    }

    [Fact]
    public void Whatever_the_text_reading_and_resolving_it_throws_nothing_but_wrong_use()
    {
        var first = Environment.TickCount;
        for (var seed = first; seed < first + 4000; seed++)
        {
            var random = new Random(seed);
            var text = seed % 4 == 0 ? Noise(random) : Mutated(new DockerfileModel(seed).Text, random);
            try
            {
                Dockerfile.Parse(text, "Dockerfile").Resolve(new DockerfileInputs());
            }
            catch (WrongUseException exception)
            {
                (exception.Problems.Length > 0
                    && exception.Problems.All(problem => problem.Location?.File == "Dockerfile")).ShouldBeTrue($"seed {seed}");
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}: {exception.GetType().Name} for\n{text}", exception);
            }
        }
    }

    private static string Noise(Random random)
    {
        var bytes = new byte[random.Next(0, 400)];
        random.NextBytes(bytes);
        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    private static string Mutated(string text, Random random)
    {
        const string Spice = "\\\n\r\t \"'$${}[]:=-<<#`,/@%?*+\0\uFEFF\uD800é";
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var at = random.Next(text.Length + 1);
            text = random.Next(3) switch
            {
                0 => text[..at] + Spice[random.Next(Spice.Length)] + text[at..],
                1 when at < text.Length => text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at)),
                _ => text[..at] + text[random.Next(text.Length + 1)..],
            };
            if (text.Length > 5000)
                text = text[..5000];
        }

        return text;
    }
}
