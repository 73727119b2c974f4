# Runs the build class in build/: compiles it when something that it is made of changed, then hands over to it.
# $Env:KEG_NUKE = 'package' compiles it against NUKE itself instead of the embedded host. See docs/nuke.md.
$Words = $args
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$Root = $PSScriptRoot
$Mode = if ($Env:KEG_NUKE) { $Env:KEG_NUKE } else { 'embedded' }
if ($Mode -notin 'embedded', 'package') {
    [Console]::Error.WriteLine("KEG_NUKE is '$Mode': choose embedded or package")
    exit 2
}
$State = Join-Path $Root ".nuke/temp/build/$Mode"
$Current = Join-Path $State 'current'
$OnWindows = [Environment]::OSVersion.Platform -eq 'Win32NT'
$Program = if ($OnWindows) { 'dotnet.exe' } else { 'dotnet' }
# This file is ASCII, which Windows PowerShell reads as it is; what the console cannot show it says in ASCII too.
$Dots = [string][char]0x2026
if ([Console]::OutputEncoding.GetString([Console]::OutputEncoding.GetBytes($Dots)) -cne $Dots) { $Dots = '...' }
$NukeVersion = if ($Env:NUKE_VERSION) { $Env:NUKE_VERSION } else { '10.1.0' }

function Stop-Build([string[]] $Lines) {
    $Lines | ForEach-Object { [Console]::Error.WriteLine($_) }
    exit 1
}

# Name, time and size of everything that the build is compiled from, as build/compile.sh writes it too: what either compiled serves both.
# Any difference counts: a checkout may set times back.
function Get-Sources {
    $Files = @(Get-ChildItem -LiteralPath (Join-Path $Root 'build'), (Join-Path $Root 'source') -Recurse -File -Force)
    $Files += @(Get-ChildItem -LiteralPath $Root -File -Force |
        Where-Object { $_.Name -match '^[^.].*\.(props|targets|config)$|^global\.json$|^\.editorconfig$' })
    $Epoch = (New-Object DateTime 1970, 1, 1).Ticks
    [string[]] $Lines = $Files | ForEach-Object {
        $Time = [string]($_.LastWriteTimeUtc.Ticks - $Epoch) -replace '(\d{7})$', '.$1'
        '{0} {1} {2}' -f $_.FullName.Substring($Root.Length + 1).Replace('\', '/'), $Time, $_.Length
    }
    [Array]::Sort($Lines, [StringComparer]::Ordinal)
    ($Lines -join "`n") + "`n"
}

# The folder of the last compilation and its dotnet; nothing when there is none or a source has changed since.
function Get-Compilation {
    if (-not (Test-Path -LiteralPath $Current)) { return $null }
    $Lines = @(Get-Content -LiteralPath $Current)
    if ($Lines.Count -lt 2) { return $null }
    $Folder = Join-Path $State $Lines[0]
    $Sources = Join-Path $Folder 'sources.ps'
    if (-not (Test-Path -LiteralPath (Join-Path $Folder '_build.dll')) -or -not (Test-Path -LiteralPath $Sources)) { return $null }
    if ([IO.File]::ReadAllText($Sources) -cne (Get-Sources)) { return $null }
    # A path of build.sh may be one that only its shell knows.
    $DotNet = if (Test-Path -LiteralPath $Lines[1]) { $Lines[1] } else { Find-DotNet }
    return @{ Folder = $Folder; DotNet = $DotNet }
}

function Find-DotNet {
    $Candidates = @(Get-Command dotnet -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1 | ForEach-Object { $_.Source })
    if ($Env:DOTNET_ROOT) { $Candidates += Join-Path $Env:DOTNET_ROOT $Program }
    $Candidates += Join-Path $Root ".nuke/temp/sdk/$Program"
    foreach ($Candidate in $Candidates) {
        if (Test-Path -LiteralPath $Candidate) {
            Push-Location -LiteralPath $Root
            try { $null = & $Candidate --version 2>&1; if ($LASTEXITCODE -eq 0) { return $Candidate } }
            catch { Write-Verbose "$Candidate does not answer: $_" }
            finally { Pop-Location }
        }
    }

    $Version = (Get-Content -LiteralPath (Join-Path $Root 'global.json') -Raw | ConvertFrom-Json).sdk.version
    $Folder = Join-Path $Root '.nuke/temp/sdk'
    $Script = Join-Path $Root '.nuke/temp/dotnet-install.ps1'
    $Address = if ($Env:DOTNET_INSTALL_SCRIPT) { $Env:DOTNET_INSTALL_SCRIPT } else { 'https://dot.net/v1/dotnet-install.ps1' }
    [Console]::Error.WriteLine("Installing the .NET SDK $Version into .nuke/temp/sdk $Dots")
    $Reason = ''
    try {
        [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
        (New-Object System.Net.WebClient).DownloadFile($Address, $Script)
        & $Script -InstallDir $Folder -Version $Version -NoPath | Out-Null
    }
    catch { $Reason = $_.Exception.Message }
    $Installed = Join-Path $Folder $Program
    if (Test-Path -LiteralPath $Installed) { return $Installed }
    Stop-Build "No .NET SDK that fits global.json ($Version) was found, and it could not be installed from ${Address}:", "  $Reason", `
        "Install it from https://dotnet.microsoft.com/download (or, with a network, run this again), and put 'dotnet' on the PATH.", `
        "A mirror's installer is named by DOTNET_INSTALL_SCRIPT."
}

# Runs a program to its end and hands its lines on. Every few seconds it says what is waited for: nobody waits for ten without a sign of life.
function Invoke-Alive([string] $Label, [string] $Executable, [string[]] $Arguments) {
    $Start = New-Object System.Diagnostics.ProcessStartInfo $Executable
    # Quoted as Windows reads a command line; .NET reads it the same elsewhere.
    $Start.Arguments = ($Arguments | ForEach-Object { '"' + ($_ -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1') + '"' }) -join ' '
    $Start.WorkingDirectory = $Root
    $Start.UseShellExecute = $false
    $Start.RedirectStandardOutput = $true
    $Start.RedirectStandardError = $true
    $Begun = [DateTime]::UtcNow
    $Process = [System.Diagnostics.Process]::Start($Start)
    $Output = $Process.StandardOutput.ReadToEndAsync()
    $Errors = $Process.StandardError.ReadToEndAsync()
    $Seconds = $Env:KEG_SIGN_OF_LIFE -as [double]
    $Silence = if ($Seconds -gt 0 -and $Seconds -lt 86400) { [int](1000 * $Seconds) } else { 8000 }
    while (-not $Process.WaitForExit($Silence)) {
        $Done = @(Get-ChildItem -Path (Join-Path $State 'dotnet/obj/*/release/*.dll') -ErrorAction SilentlyContinue |
            Where-Object { $_.LastWriteTimeUtc -gt $Begun } | Sort-Object LastWriteTimeUtc)
        $Ahead = @(Get-ChildItem -Path (Join-Path $State 'ready/*.dll') -ErrorAction SilentlyContinue | Where-Object { $_.LastWriteTimeUtc -gt $Begun })
        $What = if ($Ahead.Count) { "ahead of time, $($Ahead.Count) assemblies so far" }
        elseif ($Done.Count) { "$($Done.Count) project$(if ($Done.Count -gt 1) { 's' }) so far, $($Done[-1].BaseName) the last" }
        else { 'restoring packages, and the first project' }
        [Console]::Error.WriteLine("${Label}: $What ($([int]([DateTime]::UtcNow - $Begun).TotalSeconds) s)")
    }
    $global:LASTEXITCODE = $Process.ExitCode
    # Waited for: PowerShell has no await, and the process has ended.
    ($Output.Result + $Errors.Result) -split "`r?`n"
}

function Invoke-Compiler([string] $DotNet, [string] $Ahead) {
    $Artifacts = (Join-Path $State 'dotnet').Replace('%', '%25').Replace(';', '%3B').Replace(',', '%2C')
    $Ready = (Join-Path $State 'ready').Replace('\', '/').Replace('%', '%25').Replace(';', '%3B').Replace(',', '%2C') + '/'
    if ($Ahead -ne 'true') { Remove-Item -LiteralPath (Join-Path $State 'ready') -Recurse -Force -ErrorAction SilentlyContinue }
    $null = New-Item -ItemType Directory -Force -Path (Join-Path $State 'ready')
    $Env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
    $Env:DOTNET_NOLOGO = '1'
    $Env:MSBUILDDISABLENODEREUSE = '1'
    return @(Invoke-Alive 'Compiling build/' $DotNet @('build', 'build/_build.csproj', '--configuration', 'Release', '--nologo', '--verbosity', 'quiet',
        '-tl:off', '-clp:NoSummary', '--no-incremental', '-p:UseSharedCompilation=false', '-p:RunAnalyzers=false', '-p:EnforceCodeStyleInBuild=false',
        "-p:ArtifactsPath=$Artifacts", "-p:ReadyToRunFolder=$Ready", "-p:ReadyToRun=$Ahead", "-p:NukeSource=$Mode", "-p:NukeVersion=$NukeVersion"))
}

function Invoke-Compilation {
    $DotNet = Find-DotNet
    $Against = if ($Mode -eq 'package') { ' against NUKE' } else { '' }
    [Console]::Error.WriteLine("Compiling build/$Against $Dots")
    $Before = Get-Sources
    # What build.sh knows of its own last attempt says nothing of what this one leaves behind.
    Remove-Item -LiteralPath (Join-Path $State 'attempted') -Force -ErrorAction SilentlyContinue
    $Log = Invoke-Compiler $DotNet 'true'
    # The ahead-of-time compiler is a package of its own, and only makes the start quicker: without it the build runs all the same.
    if ($LASTEXITCODE -ne 0 -and ($Log -match 'error.*crossgen2')) { $Log = Invoke-Compiler $DotNet 'false' }
    if ($LASTEXITCODE -ne 0) {
        if ($Mode -eq 'package' -and ($Log -match 'error NU110[123]: .* Nuke\.Common(\.? |$)')) {
            Stop-Build "KEG_NUKE=package needs Nuke.Common $NukeVersion, which cannot be restored from the NuGet sources of this machine: run without KEG_NUKE, or add a source that has it."
        }
        Stop-Build @($Log | Where-Object { $_ -match ': (error|warning) ' } | Select-Object -Unique)
    }

    # Every compilation has a folder of its own: a run that goes on meanwhile keeps the files that it was started from.
    $Name = 'out-{0}-{1}' -f [DateTimeOffset]::UtcNow.ToUnixTimeSeconds(), $PID
    $Next = Join-Path $State $Name
    $Built = Join-Path $State 'dotnet/bin/_build/release'
    Copy-Item -LiteralPath $Built -Destination $Next -Recurse
    foreach ($File in Get-ChildItem -LiteralPath (Join-Path $State 'ready') -Filter *.dll) {
        $Plain = Join-Path $Built $File.Name
        if ((Test-Path -LiteralPath $Plain) -and $File.LastWriteTimeUtc -gt (Get-Item -LiteralPath $Plain).LastWriteTimeUtc) {
            Copy-Item -LiteralPath $File.FullName -Destination $Next -Force
        }
    }
    # NUKE looks for the build's project above its assembly, and writes no schema without one.
    if ($Mode -eq 'package') {
        [IO.File]::WriteAllText((Join-Path $Next '_build.csproj'), "<Project><Import Project=`"../../../../../build/_build.csproj`" /></Project>`n")
    }
    [IO.File]::WriteAllText((Join-Path $Next 'sources.ps'), $Before)
    $Runtime = Split-Path -Parent $DotNet
    if (-not (Test-Path -LiteralPath (Join-Path $Runtime 'host/fxr'))) { $Runtime = '' }
    [IO.File]::WriteAllText($Current, "$Name`n$DotNet`n$Runtime`n")
    # A folder that a run still uses cannot be deleted on Windows: it is left to the next compilation.
    Get-ChildItem -LiteralPath $State -Directory -Filter 'out-*' | Sort-Object LastWriteTimeUtc -Descending | Select-Object -Skip 4 |
        Remove-Item -Recurse -Force -ErrorAction SilentlyContinue
}

$Compilation = Get-Compilation
if ($null -eq $Compilation) {
    $null = New-Item -ItemType Directory -Force -Path $State
    $Ignore = Join-Path $Root '.nuke/temp/.gitignore'
    if (-not (Test-Path -LiteralPath $Ignore)) { [System.IO.File]::WriteAllText($Ignore, "*`n") }
    # One compilation at a time: the handle is the lock, and ends with its process. Where build.sh has flock, it is that one's lock too.
    $Lock = $null
    $Waits = $false
    while ($null -eq $Lock) {
        try { $Lock = [IO.File]::Open((Join-Path $State 'lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] {
            if (-not $Waits) { [Console]::Error.WriteLine("Another run compiles build/: waiting for it $Dots") }
            $Waits = $true
            Start-Sleep -Milliseconds 200
        }
    }
    try {
        $Compilation = Get-Compilation
        if ($null -eq $Compilation) {
            Invoke-Compilation
            $Compilation = Get-Compilation
        }
    }
    finally { $Lock.Dispose() }
    if ($null -eq $Compilation) { Stop-Build 'A source changed while the build was compiled: run it again.' }
}

$Env:NUKE_TELEMETRY_OPTOUT = '1'
$Env:KEG_PROGRAM = if ($Env:KEG_CMD) { './build.cmd' } else { './build.ps1' }
& $Compilation.DotNet (Join-Path $Compilation.Folder '_build.dll') $Words
exit $LASTEXITCODE
