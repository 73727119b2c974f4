namespace Nuke.Common.Startup;

/// <summary>The scripts that make a shell ask the build what could stand where a line ends.</summary>
internal static class CompletionScripts
{
    public static readonly IReadOnlyList<string> Shells = ["bash", "zsh", "fish", "powershell"];

    /// <summary>The script of a shell.</summary>
    /// <param name="shell">One of <see cref="Shells"/>.</param>
    /// <param name="program">How a person starts the build.</param>
    public static string Of(string shell, string program)
    {
        var isScript = program.StartsWith("./", StringComparison.Ordinal);
        var name = isScript ? "build.sh" : "keg-images";
        return (shell switch
        {
            "bash" => Bash(isScript ? "\"${COMP_WORDS[0]}\"" : program, isScript ? "build.sh ./build.sh nuke" : name),
            "zsh" => Zsh(isScript ? "\"${words[1]}\"" : program, isScript ? "build.sh nuke" : name),
            "fish" => Fish(isScript ? "$words[1]" : program, name),
            _ => PowerShell(isScript ? "$ast.CommandElements[0].Value" : program, isScript ? "build.ps1, build.cmd, nuke" : name),
        }).ReplaceLineEndings("\n");
    }

    // bash takes a colon for the end of a word, so what stands before it is typed already.
    private static string Bash(string ask, string names) => $$"""
        # bash: source <(… Completion bash), in ~/.bashrc
        _keg_images() {
          local line=${COMP_LINE:0:COMP_POINT} IFS=$'\n'
          local current=${line##* } at
          COMPREPLY=($({{ask}} :complete "$line" 2>/dev/null))
          if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
            for at in "${!COMPREPLY[@]}"; do COMPREPLY[at]=${COMPREPLY[at]#"${current%:*}:"}; done
          fi
        }
        complete -o default -F _keg_images {{names}}
        """;

    private static string Zsh(string ask, string names) => $$"""
        # zsh: source <(… Completion zsh), in ~/.zshrc, behind compinit
        _keg_images() { compadd -- ${(f)"$({{ask}} :complete "${words[1,CURRENT]}" 2>/dev/null)"} }
        compdef _keg_images {{names}}
        """;

    private static string Fish(string ask, string names) => $$"""
        # fish: … Completion fish > ~/.config/fish/completions/{{names}}.fish
        complete -c {{names}} -f -a '(set -l words (commandline -opc); {{ask}} :complete (commandline -cp) 2>/dev/null)'
        """;

    private static string PowerShell(string ask, string names) => $$"""
        # PowerShell: … Completion powershell | Out-String | Invoke-Expression, in $PROFILE
        Register-ArgumentCompleter -Native -CommandName {{names}} -ScriptBlock {
            param($word, $ast, $position)
            & {{ask}} :complete ($ast.ToString().PadRight($position).Substring(0, $position)) |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;
}
