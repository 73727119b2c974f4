# Sourced by build.sh when the build has to be compiled; leaves output, dotnet and dotnet_root behind. bash 3.2 is enough.

fail() { printf '%s\n' "$@" >&2; exit 1; }

compile() {
  mkdir -p -- "$state"
  [[ -e $root/.nuke/temp/.gitignore ]] || printf '*\n' >"$root/.nuke/temp/.gitignore"
  trap 'interrupted 130' INT
  trap 'interrupted 143' TERM
  lock
  # Another run may have compiled while this one waited.
  if ! is_current && ! adopt; then
    find_dotnet
    [[ $mode == package ]] && printf 'Compiling build/ against NUKE …\n' >&2 || printf 'Compiling build/ …\n' >&2
    stay_alive 'Compiling build/' compiled_so_far
    compile_locked
    rest
    is_current || true
  fi
  unlock
  trap - INT TERM
}

# The list of sources as build.ps1 writes it, which knows neither inodes nor more than seven digits of a second. Where times are no such
# numbers, nothing.
for_powershell() { sed -n 's/^\(.* [0-9]*\.[0-9]\{7\}\)[0-9]* \([0-9]*\) [0-9]*$/\1 \2/p' <<<"$1" | LC_ALL=C sort; }

# What build.ps1 compiled serves as well when its list says of the sources what this one's does; it has none of its own then.
adopt() {
  local now list=$state/${output:-none}/sources
  [[ -x ${dotnet:-} && -f ${list%/*}/_build.dll && -f $list.ps && ! -e $list ]] || return 1
  now=$(sources)
  [[ -n $now && $(<"$list.ps") == "$(for_powershell "$now")" ]] || return 1
  printf '%s\n' "$now" >"$list"
}

# What the compiler says when it is ended is no error of anybody's, and the last compilation stands as it was.
interrupted() {
  # Another run's lock is not this one's to give back.
  [[ ! -d $state/lock.d || $(cat "$state/lock.d/owner" 2>/dev/null) == "$$" ]] && unlock
  printf 'Interrupted: build/ was not compiled; what was compiled before stands, and the next run begins anew\n' >&2
  exit "$1"
}

# One compilation at a time. The descriptor is closed for everything that is started meanwhile, so that nothing can keep the lock.
lock() {
  if command -v flock >/dev/null; then
    exec 9>"$state/lock"
    if ! flock -n 9; then
      printf 'Another run compiles build/: waiting for it …\n' >&2
      stay_alive 'Waiting for another run, which compiles build/' compiled_so_far
      flock 9
      rest
    fi
    return
  fi
  until mkdir -- "$state/lock.d" 2>/dev/null; do
    take_over || sleep 0.2
  done
  printf '%s' $$ >"$state/lock.d/owner"
}

# A lock whose owner is gone is moved aside, which only one of those who wait can do, and then looked at once more.
take_over() {
  local owner grave=$state/lock.d.$$
  owner=$(cat "$state/lock.d/owner" 2>/dev/null) || return 1
  [[ -n $owner ]] && ! kill -0 "$owner" 2>/dev/null || return 1
  mv -- "$state/lock.d" "$grave" 2>/dev/null || return 1
  if [[ $(cat "$grave/owner" 2>/dev/null) != "$owner" ]]; then
    mv -- "$grave" "$state/lock.d"
    return 1
  fi
  rm -rf -- "$grave"
}

unlock() {
  if command -v flock >/dev/null; then exec 9>&-; else rm -rf -- "$state/lock.d"; fi
}

find_dotnet() {
  local candidate
  for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:+$DOTNET_ROOT/dotnet}" "$root/.nuke/temp/sdk/dotnet"; do
    if [[ -x $candidate ]] && (cd -- "$root" && "$candidate" --version) >/dev/null 2>&1 9>&-; then
      dotnet=$candidate
      return
    fi
  done
  install_dotnet
}

install_dotnet() {
  local version folder=$root/.nuke/temp/sdk script=$root/.nuke/temp/dotnet-install.sh
  local address=${DOTNET_INSTALL_SCRIPT:-https://dot.net/v1/dotnet-install.sh}
  version=$(sed -n 's/.*"version"[^"]*"\([^"]*\)".*/\1/p' "$root/global.json" | head -n 1)
  printf 'Installing the .NET SDK %s into .nuke/temp/sdk …\n' "$version" >&2
  stay_alive "Installing the .NET SDK $version" installed_so_far
  if { download "$address" "$script" && bash "$script" --version "$version" --install-dir "$folder" --no-path; } >"$state/install.log" 2>&1 9>&- &&
    [[ -x $folder/dotnet ]]; then
    dotnet=$folder/dotnet
    rest
    return
  fi
  rest
  fail "No .NET SDK that fits global.json ($version) was found, and it could not be installed from $address:" \
    "$(tail -n 3 "$state/install.log" | sed 's/^/  /')" \
    "Install it from https://dotnet.microsoft.com/download (or, with a network, run this again), and put 'dotnet' on the PATH." \
    "A mirror's installer is named by DOTNET_INSTALL_SCRIPT."
}

# What is downloaded and unpacked, on its way too.
installed_so_far() {
  local size
  size=$(du -skc "$root/.nuke/temp/sdk" "${TMPDIR:-/tmp}"/dotnet* 2>/dev/null | tail -n 1) || true
  printf '%s kB so far' "${size%%[^0-9]*}"
}

download() {
  if command -v curl >/dev/null; then
    curl --silent --show-error --fail --location --max-time 120 --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget --quiet --timeout=120 --output-document="$2" "$1"
  else
    echo "neither curl nor wget is on the PATH"
    return 1
  fi
}

# Every compilation has a folder of its own: a run that goes on meanwhile keeps the files that it was started from.
compile_locked() {
  local before incremental log=$state/compile.log next real
  before=$(sources)
  incremental=
  seen_by_msbuild "$before" || incremental=--no-incremental
  rm -f -- "$state/attempted"
  if ! run_dotnet true; then
    # The ahead-of-time compiler is a package of its own, and only makes the start quicker: without it the build runs all the same.
    if ! grep -qi 'error.*crossgen2' "$log" || ! run_dotnet false; then
      printf '%s\n' "$before" >"$state/attempted"
      explain
    fi
  fi
  printf '%s\n' "$before" >"$state/attempted"

  next=out-$(date +%s)-$$
  mkdir -- "$state/$next"
  cp -R -- "$state/dotnet/bin/_build/release/." "$state/$next/"
  if [[ -d $state/ready ]]; then
    for file in "$state"/ready/*.dll; do
      [[ -f $state/$next/${file##*/} && $file -nt $state/dotnet/bin/_build/release/${file##*/} ]] && cp -- "$file" "$state/$next/"
    done
  fi
  # NUKE looks for the build's project above its assembly, and writes no schema without one.
  [[ $mode == package ]] && printf '<Project><Import Project="../../../../../build/_build.csproj" /></Project>\n' >"$state/$next/_build.csproj"
  printf '%s\n' "$before" >"$state/$next/sources"
  for_powershell "$before" >"$state/$next/sources.ps"

  real=$(resolve "$dotnet")
  real=$(cd -P -- "${real%/*}" && pwd)
  [[ -d $real/host/fxr ]] || real=
  printf '%s\n%s\n%s\n' "$next" "$dotnet" "$real" >"$state/current.$$"
  mv -f -- "$state/current.$$" "$state/current"
  ls -dt -- "$state"/out-*/ | tail -n +5 | while IFS= read -r old; do rm -rf -- "$old"; done
}

# MSBuild compiles again only what is newer than its last result: true when that finds everything that changed since the last attempt.
seen_by_msbuild() {
  local line
  [[ -d $state/dotnet ]] || return 0
  [[ -f $state/attempted ]] || return 1
  while IFS= read -r line; do
    [[ $root/${line% * * *} -nt $state/attempted ]] || return 1
  done < <(grep -vxFf "$state/attempted" <<<"$1")
}

# Says every few seconds what is waited for, since nobody waits for ten without a sign of life; until rest is called, or its caller ends.
sign=
stay_alive() { # a label, and what says how far it is
  local label=$1 how_far=$2 began=$SECONDS pause=${KEG_SIGN_OF_LIFE:-8}
  [[ $pause == *[!0-9.]* || $pause != *[1-9]* ]] && pause=8
  : >"$state/began"
  trap rest EXIT
  (
    # Nothing that sleeps may hold what its caller's reader waits for the end of.
    while sleep "$pause" >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
      printf '%s: %s (%s s)\n' "$label" "$("$how_far")" $((SECONDS - began))
    done
  ) >&2 9>&- &
  sign=$!
}

rest() {
  [[ -n $sign ]] || return 0
  kill "$sign" 2>/dev/null || true
  wait "$sign" 2>/dev/null || true
  sign=
  trap - EXIT
}

# What the compiler has left last: it says nothing itself until it is done.
compiled_so_far() {
  local file ahead=0 compiled=0 last=
  for file in "$state"/ready/*.dll; do [[ $file -nt $state/began ]] && ahead=$((ahead + 1)); done
  for file in "$state"/dotnet/obj/*/release/*.dll; do
    [[ $file -nt $state/began ]] && compiled=$((compiled + 1)) && { [[ -z $last || $file -nt $last ]] && last=$file; }
  done
  if ((ahead)); then printf 'ahead of time, %s assemblies so far' "$ahead"
  elif ((compiled)); then last=${last##*/}; printf '%s project%s so far, %s the last' "$compiled" "$( ((compiled == 1)) || printf s)" "${last%.dll}"
  else printf 'restoring packages, and the first project'; fi
}

# The target Compile runs the analyzers; here they would double the time that a change takes.
run_dotnet() {
  # MSBuild reads ; and , as the end of a value.
  local artifacts=$state/dotnet ready=$state/ready/ ahead=$1
  [[ ${KEG_READY_TO_RUN:-true} == false ]] && ahead=false
  [[ $ahead == true ]] || rm -rf -- "$state/ready"
  mkdir -p -- "$state/ready"
  (
    cd -- "$root"
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
    "$dotnet" build build/_build.csproj --configuration Release --nologo --verbosity quiet -tl:off -clp:NoSummary $incremental \
      -p:UseSharedCompilation=false "-p:ArtifactsPath=$(escape "$artifacts")" "-p:ReadyToRunFolder=$(escape "$ready")" \
      "-p:ReadyToRun=$ahead" "-p:NukeSource=$mode" -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false ${NUKE_VERSION:+"-p:NukeVersion=$NUKE_VERSION"}
  ) >"$state/compile.log" 2>&1 9>&-
}

escape() {
  local text=${1//%/%25}
  text=${text//;/%3B}
  printf '%s' "${text//,/%2C}"
}

# What the compiler says, as it says it; that no source has NUKE, in one sentence.
explain() {
  rest
  if [[ $mode == package ]] && grep -Eq 'error NU110[123]: .* Nuke\.Common(\.? |$)' "$state/compile.log"; then
    fail "KEG_NUKE=package needs Nuke.Common ${NUKE_VERSION:-10.1.0}, which cannot be restored from the NuGet sources of this machine: run without KEG_NUKE, or add a source that has it."
  fi
  sed -e '/^Build FAILED/,$d' -e '/^[[:space:]]*$/d' "$state/compile.log" >&2
  exit 1
}
