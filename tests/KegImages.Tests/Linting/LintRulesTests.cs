using System.Text.RegularExpressions;
using KegImages.Overviews;
using KegImages.Configuration;
using KegImages.Linting;
using KegImages.Loading;
using KegImages.Tests.Configuration;

namespace KegImages.Tests.Linting;

public sealed partial class LintRulesTests : IDisposable
{
    private const string Base = "FROM node:20\nENV NODE_ENV=production APP=/keg\nUSER node\n";

    private readonly FamilyFolder folder = new FamilyFolder()
        .Keg("provider: a.io/b\ngroups:\n  base: { folders: [keg-base] }\n  taps: { folders: ['taps/*'], parent: keg-base }\n")
        .Add("keg-base/Dockerfile", Base)
        .Add("keg-base/.dockerignore", "")
        .Add("taps/evf/.dockerignore", "node_modules/");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("hidden-failure", "FROM {base}\nRUN make && \\\n    # a comment\n    install; \\\n    clean\n", 4,
        "';' after 'make' hides its failure")]
    [InlineData("hidden-failure", "FROM {base}\nRUN <<EOF\nmake\ninstall\nEOF\n", 3, "the line's end after 'make' hides its failure")]
    [InlineData("hidden-failure", "FROM {base}\nONBUILD RUN a; b; c\n", 2,
        "';' after 'a' hides its failure: only the last command's counts (and one more in this RUN)")]
    [InlineData("undeclared-arg", "ARG V=1\nFROM {base}\nRUN get \\\n  $V\n", 4,
        "RUN uses 'V', which is empty here: its ARG stands before the first FROM")]
    [InlineData("undeclared-arg", "FROM {base} AS a\nARG V=1\nFROM {base}\nWORKDIR /x/${V}\n", 4,
        "WORKDIR uses 'V', which is empty here: its ARG stands in stage 'a' alone")]
    [InlineData("undeclared-arg", "FROM {base}\nRUN get $V\nARG V=1\n", 2,
        "RUN uses 'V', which is empty here: its ARG stands below, in line 3")]
    [InlineData("undeclared-arg", "FROM {base}\nRUN get \"$TARGETARCH\"\n", 2,
        "RUN uses 'TARGETARCH', which is empty here: BuildKit fills it in only where an ARG declares it")]
    [InlineData("undeclared-arg", "FROM {base}\nRUN get $GIVEN\n", 2,
        "RUN uses 'GIVEN', which is empty here: taps/evf/values.yml:3:3 gives it")]
    [InlineData("unknown-variable", "FROM {base}\nWORKDIR $APPP\n", 2,
        "WORKDIR uses 'APPP', which nothing in the family sets (did you mean 'APP'?)")]
    [InlineData("expose-undeclared", "FROM {base}\nEXPOSE $PORT\n", 2, "EXPOSE uses 'PORT', which no ARG or ENV declares before it")]
    [InlineData("expose-undeclared", "FROM node:20\nEXPOSE 80 ${PORT}\n", 2, "EXPOSE uses 'PORT'")]
    [InlineData("floating-parent", "FROM node AS x\nFROM {base}\nCOPY --from=x / /\n", 1, "'node' is whatever its publisher calls newest")]
    [InlineData("floating-parent", "FROM {base}\nCOPY --from=node:latest / /\n", 2, "'node:latest' is whatever")]
    [InlineData("remote-add", "FROM {base}\nADD https://a.io/$V.tgz /a\n", 2,
        "ADD https://a.io/$V.tgz: a variable in it has no value here")]
    [InlineData("keg-image-tag", "ARG KEG_BASE_IMAGE=a.io/b/keg-base\nFROM $KEG_BASE_IMAGE\n", 1,
        "KEG_BASE_IMAGE: 'a.io/b/keg-base' has no tag")]
    [InlineData("secret-name", "FROM {base}\nARG NPM_TOKEN\n", 2, "ARG NPM_TOKEN puts a secret into the image's history")]
    [InlineData("secret-name", "FROM {base}\nENV A=b DB_PASSWORD=x\n", 2, "ENV DB_PASSWORD puts a secret")]
    [InlineData("secret-name", "FROM {base}\nARG LICENSE\n", 2, "ARG LICENSE puts a secret")]
    [InlineData("secret-value", "FROM {base}\nRUN git clone \\\n  https://me:abc123@github.com/x\n", 3,
        "RUN holds a password within a URL")]
    [InlineData("secret-value", "FROM {base}\nENV X=ghp_0123456789abcdefghij0123456789abcdef\n", 2, "ENV holds a GitHub token")]
    [InlineData("secret-supply", "FROM {base}\nRUN --mount=type=secret,id=tok \\\n  true\n", 2, "nothing says where the secret 'tok' is")]
    [InlineData("secret-supply", "FROM {base}\nRUN --mount=type=ssh true\n", 2, "nothing forwards the SSH agent 'default'")]
    [InlineData("missing-source", "FROM {base}\nENV A=b\nCOPY nofile /c\n", 3, "COPY nofile: the context 'taps/evf' has no 'nofile'")]
    [InlineData("missing-source", "FROM {base}\nCOPY Dockerfile a/b/no.json /c/\n", 2,
        "COPY a/b/no.json: the context 'taps/evf' has no 'a/b/no.json'")]
    [InlineData("missing-source", "FROM {base}\nENV F=no\nADD $F.tgz /c/\n", 3, "ADD no.tgz: the context 'taps/evf' has no 'no.tgz'")]
    [InlineData("missing-source", "FROM {base}\nRUN --mount=type=bind,source=no,target=/x true\n", 2,
        "RUN no: the context 'taps/evf' has no 'no'")]
    [InlineData("root-server", "FROM {base}\nUSER root\nEXPOSE 80\n", 2, "'evf' is a server and runs as root: the last USER is 'root'")]
    [InlineData("root-server", "FROM node:20\nHEALTHCHECK CMD x\nUSER 0:0\n", 3,
        "'evf' is a server and runs as root: the last USER is '0:0'")]
    [InlineData("root-server", "FROM node:20\nEXPOSE 80\n", 1, "'evf' is a server and runs as root: no USER of it")]
    public async Task A_rule_finds_what_it_is_for_at_its_line(string rule, string dockerfile, int line, string message)
    {
        var found = await FindingsAsync(rule, dockerfile,
            "secrets: [LICENSE]\nargs:\n  GIVEN: x\n  KEG_BASE_IMAGE: a.io/b/keg-base:develop\n");

        var finding = found.ShouldHaveSingleItem();
        finding.Location.ShouldBe(new SourceLocation("taps/evf/Dockerfile", line));
        finding.Message.ShouldStartWith(message);
        finding.Fix.ShouldNotBeEmpty();
        finding.Image.ShouldBe("evf");
    }

    [Theory]
    [InlineData("hidden-failure",
        "FROM {base}\nRUN set -e; a; b\nRUN [\"sh\", \"-c\", \"a; b\"]\nRUN <<EOF\nset -e\na\nb\nEOF\nRUN python <<EOF\na\nb\nEOF\nRUN "
            + "<<EOF\n#!/usr/bin/env python3\na\nb\nEOF\n")]
    [InlineData("hidden-failure", "FROM {base}\nSHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\nRUN a; b\n")]
    [InlineData("hidden-failure", "FROM {base}\nSHELL [\"powershell\", \"-Command\"]\nRUN a; b\n")]
    [InlineData("undeclared-arg", "ARG V=1\nFROM {base}\nARG V\nRUN get $V $HTTP_PROXY $OTHER ${V:-1}\nRUN for T in a; do $T; done\n")]
    [InlineData("undeclared-arg", "ARG V=1\nFROM {base}\nRUN V=2; get $V\nRUN export V=3 && get $V\nRUN echo '$V' \\$V\nCMD echo $V\n")]
    [InlineData("undeclared-arg", "FROM {base} AS a\nARG V=1\nFROM a\nRUN get $V\n")]
    [InlineData("unknown-variable", "FROM {base}\nARG X\nWORKDIR $APP/$X/${Y:-z}\nENV PATH=/x:$PATH NEXT=$NODE_ENV\nCOPY a $NEXT\n")]
    [InlineData("unknown-variable", "FROM node:20\nWORKDIR $UNKNOWN_OF_NODE\n")]
    [InlineData("expose-undeclared", "FROM {base}\nARG PORT=80\nEXPOSE $PORT ${OTHER:-81}\n")]
    [InlineData("floating-parent",
        "FROM {base}\nCOPY --from=node:20 / /\nCOPY --from=node@sha256:0000000000000000000000000000000000000000000000000000000000000000 "
            + "/ /\n")]
    [InlineData("remote-add", "FROM {base}\nARG V=1\nADD https://a.io/$V.tgz /a\n")]
    [InlineData("remote-add", "FROM {base}\nARG V\nADD --checksum=sha256:00 https://a.io/$V.tgz /a\n")]
    [InlineData("keg-image-tag", "ARG KEG_BASE_IMAGE=a.io/b/keg-base:develop\nFROM $KEG_BASE_IMAGE\n")]
    [InlineData("secret-name",
        "FROM {base}\nENV DB_PASSWORD= TOKEN_FILE=/run/x TLS_PRIVATE_KEY=/etc/key.pem\nARG TOKENS\nRUN --mount=type=secret,id=NPM_TOKEN "
            + "true\n")]
    [InlineData("secret-supply",
        "FROM {base}\nRUN --mount=type=secret,id=tok,required=false --mount=type=secret,id=ca --mount=type=ssh,required=false true\n")]
    [InlineData("secret-value", "FROM {base}\nRUN git clone https://$USER:$TOKEN@github.com/x https://github.com/a:b\n")]
    [InlineData("root-server", "FROM {base}\nEXPOSE 80\n")]
    [InlineData("root-server", "FROM {base}\nUSER root\nEXPOSE 80\nUSER node:node\n")]
    [InlineData("root-server", "FROM {base}\nUSER root\n")]
    [InlineData("root-server", "FROM node:20 AS x\nEXPOSE 80\nFROM {base}\nCOPY --from=x / /\n")]
    public async Task A_rule_leaves_alone_what_is_right(string rule, string dockerfile) =>
        (await FindingsAsync(rule, dockerfile, "args:\n  KEG_BASE_IMAGE: a.io/b/keg-base:develop\n")).ShouldBeEmpty();

    [Fact]
    public async Task What_a_parent_of_the_family_says_is_known_in_its_children()
    {
        folder.Add("keg-base/Dockerfile", Base + "EXPOSE 80\nUSER root\nONBUILD ARG PORT=1\nONBUILD ENV MADE=$PORT\n");

        (await FindingsAsync("root-server",
            "FROM {base}\n")).ShouldHaveSingleItem().Message.ShouldEndWith("the image that it is built on ends as 'root'");
        (await FindingsAsync("unknown-variable", "FROM {base}\nWORKDIR $MADE/$PORT\n")).ShouldBeEmpty();
        (await FindingsAsync("expose-undeclared", "FROM {base}\nEXPOSE $PORT\n")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_context_without_an_ignore_file_is_found_when_something_is_copied_from_it()
    {
        File.Delete(Path.Combine(folder.Root, "taps/evf/.dockerignore"));

        (await FindingsAsync("no-dockerignore",
            "FROM {base}\nCOPY . .\n")).ShouldHaveSingleItem().Message.ShouldBe(
                "the context 'taps/evf' has no .dockerignore, and the build copies from it");
        (await FindingsAsync("no-dockerignore", "FROM {base}\n")).ShouldBeEmpty();
        folder.Add("taps/evf/Dockerfile.dockerignore", "");
        (await FindingsAsync("no-dockerignore", "FROM {base}\nCOPY . .\n")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("COPY . .")]
    [InlineData("COPY no* /c/")]
    [InlineData("COPY $UNKNOWN /c/")]
    [InlineData("COPY ./Dockerfile /c/")]
    [InlineData("COPY ../../Dockerfile /c/")]
    [InlineData("COPY <<EOF /c/nofile\ntext\nEOF")]
    [InlineData("COPY --from=node:20 /nofile /c/")]
    [InlineData("ADD https://a.io/nofile.tgz /c/")]
    [InlineData("ADD git@a.io:acme/nofile.git /c/")]
    [InlineData("COPY folder /c/")]
    [InlineData("RUN --mount=type=cache,target=/x --mount=type=tmpfs,target=/y true")]
    public async Task What_is_there_or_may_be_is_no_missing_source(string instruction)
    {
        folder.Add("taps/evf/folder/kept", "").Add("taps/evf/.dockerignore", "folder\n!folder/kept\n");

        (await FindingsAsync("missing-source", $"FROM {{base}}\n{instruction}\n")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_that_the_ignore_file_leaves_out_is_as_good_as_missing()
    {
        folder.Add("taps/evf/notes.md", "").Add("taps/evf/.dockerignore", "*.md\n");

        var finding = (await FindingsAsync("missing-source", "FROM {base}\nCOPY notes.md /c\n")).ShouldHaveSingleItem();

        finding.Message.ShouldBe("COPY notes.md: the ignore file of the context 'taps/evf' leaves 'notes.md' out");
        finding.Fix.ShouldStartWith("bring it back: write !notes.md");
    }

    [Fact]
    public async Task Values_are_looked_at_too()
    {
        (await FindingsAsync("secret-value", "FROM {base}\n",
            "env:\n  NPM_TOKEN: abc\n  OK_TOKEN: '{{ envs.X }}'\n  EMPTY_TOKEN:\n  URL: https://a:secret@b\n")).Select(finding =>
                $"{finding.Location} {finding.Message}").ShouldBe([
            "taps/evf/values.yml:2:3 NPM_TOKEN is a secret by its name, and its value is written out",
            "taps/evf/values.yml:5:3 URL holds a password within a URL",
        ]);
        (await FindingsAsync("unused-arg", "FROM {base}\nARG FLAVOUR\n",
            "args:\n  FLAVOR: x\n  FLAVOUR: y\n")).ShouldHaveSingleItem().Message.ShouldBe(
                "args.FLAVOR is given, and the Dockerfile of 'evf' has no ARG FLAVOR (did you mean 'FLAVOUR'?)");
        (await FindingsAsync("keg-image-tag", "FROM {base}\n",
            "env:\n  KEG_IMAGE_FROM: a.io/b/evf\n")).ShouldHaveSingleItem().Location.ToString().ShouldBe("taps/evf/values.yml:2:3");
    }

    [Fact]
    public async Task Several_images_of_a_folder_share_its_values_and_are_told_once()
    {
        folder.Keg("provider: a.io/b\ngroups: { base: { folders: [keg-base] }, taps: { folders: ['taps/*'] } }\nimages:\n"
                + "  evf: { folder: taps/evf, target: run }\n  evf-dev: { folder: taps/evf, target: dev, args: { RUN_ARG: x, OTHER: y } }\n"
                + "  evf-test: { folder: taps/evf, dockerfile: taps/evf/Dockerfile.test }\n")
            .Add("taps/evf/Dockerfile", "FROM a.io/b/keg-base:develop AS run\nARG RUN_ARG\nRUN a; b\nFROM run AS dev\n")
            .Add("taps/evf/Dockerfile.test", "FROM a.io/b/keg-base:develop\nARG TEST_ARG\n")
            .Add("taps/evf/values.yml", "args:\n  RUN_ARG: x\n  TEST_ARG: y\n  NONE: z\n");
        var model = await folder.LoadAsync();

        var findings = (await LintCommand.LintAsync(model, model.Family.Images, CancellationToken.None)).Findings;

        findings.Where(finding => finding.Rule == "hidden-failure").ShouldHaveSingleItem().Image.ShouldBe("evf");
        findings.Where(finding => finding.Rule == "unused-arg").Select(finding => $"{finding.Location} {finding.Image}").ShouldBe(
            ["keg.yml:5:65 evf-dev", "taps/evf/values.yml:4:3 evf", "taps/evf/values.yml:4:3 evf-test", "taps/evf/values.yml:4:3 evf-dev"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Compose_files_are_looked_at_too()
    {
        folder.Add("taps/evf/docker-compose.yml",
            "services:\n  evf:\n    container_name: evf\n    environment:\n      - A\n      - B=c\n  other:\n    environment:\n      "
                + "C:\n      D: ''\n");

        (await FindingsAsync("container-name", "FROM {base}\n")).ShouldHaveSingleItem().ToString()
            .ShouldContain("taps/evf/docker-compose.yml:3:21");
        (await FindingsAsync("bare-variable", "FROM {base}\n")).Select(finding => $"{finding.Location} {finding.Message}").ShouldBe([
            "taps/evf/docker-compose.yml:5:9 service 'evf' takes 'A' from this machine, or takes it away",
            "taps/evf/docker-compose.yml:9:7 service 'other' takes 'C' from this machine, or takes it away",
        ]);
    }

    [Theory]
    [InlineData("off", null)]
    [InlineData("warning", LintSeverity.Warning)]
    [InlineData("error", LintSeverity.Error)]
    public async Task Keg_yml_says_how_much_a_rule_weighs(string written, LintSeverity? expected)
    {
        folder.Keg($"provider: a.io/b\ngroups:\n  base: {{ folders: [keg-base] }}\n  taps: {{ folders: ['taps/*'], parent: keg-base "
            + $"}}\nlint:\n  hidden-failure: {written}\n");

        (await FindingsAsync("hidden-failure", "FROM {base}\nRUN a; b\n")).Select(finding => (LintSeverity?)finding.Severity)
            .ShouldBe(expected is null ? [] : [expected]);
    }

    [Fact]
    public async Task An_unknown_rule_or_severity_in_keg_yml_is_refused_with_its_place()
    {
        folder.Keg("provider: a.io/b\ngroups:\n  base: { folders: [keg-base] }\nlint:\n  hidden-failures: off\n  root-server: no\n");

        var problems = await folder.ProblemsAsync();

        problems[0].ShouldStartWith("keg.yml:5:3: unknown key 'lint.hidden-failures' (did you mean 'hidden-failure'?)");
        problems[1].ShouldBe("keg.yml:6:16: lint.root-server: 'no' is not a severity: off, warning and error are");
    }

    [Fact]
    public async Task This_repository_s_own_family_is_clean()
    {
        var model = await FamilyLoader.LoadAsync(ThisClone.Root, FamilyOverrides.None, CancellationToken.None);

        var report = await LintCommand.LintAsync(model, model.Family.Images, CancellationToken.None);

        report.ToLines().ShouldBe([$"{model.Family.Images.Length} images: nothing to mend"]);
    }

    [Fact]
    public void The_table_of_the_docs_is_the_rules()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(ThisClone.Root, "docs/lint.md")))
            .Select(match => (match.Groups["id"].Value, match.Groups["severity"].Value, match.Groups["reason"].Value)).ToList();

        rows.ShouldBe(LintRules.All.Select(rule => (rule.Kind.Id, KegFormat.Severity(rule.Kind.Default), rule.Kind.Reason)));
    }

    [Fact]
    public async Task A_report_reads_as_lines_and_as_json()
    {
        folder.Add("taps/evf/Dockerfile", "FROM a.io/b/keg-base:develop\nRUN a; b\nUSER root\nEXPOSE 80\n");
        var model = await folder.LoadAsync();

        var report = await LintCommand.LintAsync(model, model.Family.Images, CancellationToken.None);

        report.IsGreen.ShouldBeFalse();
        report.ToLines().ShouldBe([
            "taps/evf/Dockerfile:2: error hidden-failure: ';' after 'a' hides its failure: only the last command's counts",
            "  → write '&&' in place of ';', or begin with 'set -e;'",
            "taps/evf/Dockerfile:3: warning root-server: 'evf' is a server and runs as root: the last USER is 'root'",
            "  → end the stage with a USER that is not root, such as USER node",
            "2 images: 1 error, 1 warning",
        ]);
        report.ToJson().ShouldContain(
            "\"rule\": \"hidden-failure\",\n      \"severity\": \"error\",\n      \"image\": \"evf\",\n      \"file\": "
                + "\"taps/evf/Dockerfile\",\n      \"line\": 2,");
    }

    private async Task<List<LintFinding>> FindingsAsync(string rule, string dockerfile, string values = "")
    {
        folder.Add("taps/evf/Dockerfile", dockerfile.Replace("{base}", "a.io/b/keg-base:develop")).Add("taps/evf/values.yml", values);
        var model = await folder.LoadAsync();
        return [.. (await LintCommand.LintAsync(model, [model.Family.Find("evf")!], CancellationToken.None)).Findings.Where(finding =>
            finding.Rule == rule)];
    }

    [GeneratedRegex(@"^\| `(?<id>[a-z-]+)` \| (?<severity>\w+) \| (?<reason>.*) \|\r?$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Row();
}
