namespace KegImages.Tests.Configuration;

public sealed class ChosenParentTests : IDisposable
{
    private const string Head = "provider: acme.io/team\ngroups:\n  base: { folders: [base] }\n";

    private readonly FamilyFolder folder = new FamilyFolder().Add("base/Dockerfile", "FROM node:20\n");

    [Theory]
    [InlineData("parent: { image: base, arg: BASE_IMAGE }", "ARG BASE_IMAGE\nFROM $BASE_IMAGE", "acme.io/team/base:develop by BASE_IMAGE")]
    [InlineData("parent: { image: base, arg: BASE_IMAGE }", "ARG BASE_IMAGE=node:20\nFROM $BASE_IMAGE", "node:20 by BASE_IMAGE")]
    [InlineData("parent: { image: 'base:develop' }", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE", "base:develop by KEG_BASE_IMAGE")]
    [InlineData("parent: base", "ARG KEG_BASE_IMAGE\nFROM ${KEG_BASE_IMAGE}", "acme.io/team/base:develop by KEG_BASE_IMAGE")]
    public async Task A_group_s_parent_is_given_as_the_ARG_that_it_names(string parent, string dockerfile, string expected) =>
        (await EdgeAsync($"  apps: {{ folders: [app], {parent} }}\n", dockerfile)).ShouldBe(expected);

    [Theory]
    [InlineData("args: { BASE: 'acme.io/team/base:develop' }", "ARG BASE\nFROM $BASE", "acme.io/team/base:develop by BASE = base")]
    [InlineData("args: { BASE: 'base:develop' }", "ARG BASE=debian\nFROM $BASE", "base:develop by BASE = base")]
    [InlineData("args: { OWNER: acme.io/team, TAG: develop }", "ARG OWNER\nARG NAME=base\nARG TAG=1\nFROM ${OWNER}/${NAME}:${TAG}",
        "acme.io/team/base:develop = base")]
    [InlineData("args: { OWNER: quay.io }", "ARG OWNER=acme.io/team\nFROM ${OWNER}/base:develop", "quay.io/base:develop")]
    [InlineData("images: { app: { args: { NAME: base } } }", "ARG NAME\nARG FULL=acme.io/team/${NAME}:develop\nFROM $FULL",
        "acme.io/team/base:develop by FULL = base")]
    public async Task An_ARG_that_is_set_to_an_image_of_the_family_or_to_a_part_of_its_reference_makes_an_edge(string args,
        string dockerfile, string expected) =>
        (await EdgeAsync($"  apps: {{ folders: [app] }}\n{args}\n", dockerfile, shown: true)).ShouldBe(expected);

    [Fact]
    public async Task What_is_wrong_names_the_lines_of_all_ARGs_that_the_reference_is_made_of()
    {
        folder.Keg(Head + "  apps: { folders: [app] }\nargs: { OWNER: acme.io/team }\n")
            .Add("app/values.yml", "args:\n  NAME: bse\n")
            .Add("app/Dockerfile", "ARG OWNER\nARG NAME\nARG TAG=develop\nFROM ${OWNER}/${NAME}:${TAG}\n");

        (await folder.ProblemsAsync()).ShouldHaveSingleItem().ShouldStartWith(
            "app/Dockerfile:4: FROM acme.io/team/bse:develop: no image 'bse' in this"
            + " family (did you mean 'base'?); OWNER is from keg.yml:5:9; NAME is from app/values.yml:2:3");
    }

    [Fact]
    public async Task A_group_s_parent_that_is_none_is_named_with_its_line()
    {
        folder.Keg(Head + "  apps: { folders: [app], parent: { image: bse, arg: FROM_IMAGE } }\n")
            .Add("app/Dockerfile", "ARG FROM_IMAGE\nFROM $FROM_IMAGE\n");

        (await folder.ProblemsAsync()).ShouldHaveSingleItem().ShouldStartWith(
            "app/Dockerfile:2: FROM acme.io/team/bse:develop: no image 'bse' in this"
            + " family (did you mean 'base'?); FROM_IMAGE is from keg.yml:4:44");
    }

    public void Dispose() => folder.Dispose();

    private async Task<string> EdgeAsync(string rest, string dockerfile, bool shown = false)
    {
        folder.Keg(Head + rest).Add("app/Dockerfile", dockerfile + "\n");
        var edge = (await folder.LoadAsync()).Family.Find("app")!.Parents.ShouldHaveSingleItem();
        return $"{edge.Reference}{(edge.Argument is null ? "" : $" by {edge.Argument}")}"
            + (shown && edge.Member is not null ? $" = {edge.Member}" : "");
    }
}
