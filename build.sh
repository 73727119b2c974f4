#!/usr/bin/env bash
# Runs the build class in build/: compiles it when something that it is made of changed, then hands over to it.
# KEG_NUKE=package compiles it against NUKE itself instead of the embedded host. See docs/nuke.md.
set -euo pipefail
shopt -s nullglob

# A stream that is closed would be given to the next file that is opened, and this script is the first: what is written to it must fail,
# and what is read from it must end.
is_open() { { : 9>&"$1"; } 2>/dev/null && [[ ! /dev/fd/$1 -ef ${BASH_SOURCE[0]} ]]; }
is_open 0 || exec </dev/null
is_open 2 || exec 2>/dev/null
is_open 1 || { [[ -e /dev/full ]] && exec >/dev/full || exec >/dev/null; }

resolve() { # the file behind a path, through every symbolic link
  local path=$1 link
  [[ $path == */* ]] || path=./$path
  while [[ -L $path ]]; do
    link=$(readlink "$path")
    [[ $link == /* ]] && path=$link || path=${path%/*}/$link
  done
  printf '%s' "$path"
}

self=${BASH_SOURCE[0]}
[[ -L $self ]] && self=$(resolve "$self")
[[ $self == */* ]] || self=./$self
root=$(cd -P -- "${self%/*}" && pwd)

mode=${KEG_NUKE:-embedded}
case $mode in
  embedded | package) ;;
  *) printf "KEG_NUKE is '%s': choose embedded or package\n" "$mode" >&2; exit 2 ;;
esac
state=$root/.nuke/temp/build/$mode

# Name, time, size and inode of everything that the build is compiled from. Any difference counts: a checkout may set times back.
sources() (
  cd -- "$root"
  files=(build source *.props *.targets *.config global.jso[n] .editorconfi[g])
  # GNU's find, then what other systems have; a file that goes away meanwhile is a difference, not an error.
  list=$(find "${files[@]}" -type f -printf '%p %T@ %s %i\n' 2>/dev/null) || [[ -n $list ]] ||
    list=$(find "${files[@]}" -type f -exec stat -c '%n %y %s %i' {} + 2>/dev/null) || [[ -n $list ]] ||
    list=$(find "${files[@]}" -type f -exec stat -f '%N %Fm %z %i' {} + 2>/dev/null) || true
  printf '%s' "$list"
)

# Sets output, dotnet and dotnet_root to those of the last compilation; fails when there is none or a source has changed since.
is_current() {
  { IFS= read -r output && IFS= read -r dotnet && IFS= read -r dotnet_root; } 2>/dev/null <"$state/current" || return 1
  [[ -x $dotnet && -f $state/$output/_build.dll && -f $state/$output/sources ]] || return 1
  [[ $(<"$state/$output/sources") == "$(sources)" ]]
}

hand_over() {
  export NUKE_TELEMETRY_OPTOUT=1 KEG_PROGRAM=${KEG_CMD:+./build.cmd}
  : "${KEG_PROGRAM:=./build.sh}"
  [[ -n $dotnet_root ]] && export DOTNET_ROOT=$dotnet_root
  # What the target Native made; then the program's own start, which is quicker than `dotnet` but needs to know where the runtime lies.
  [[ -x $state/$output/native ]] && exec "$state/$output/native" "$@"
  [[ -n $dotnet_root && -x $state/$output/_build ]] && exec "$state/$output/_build" "$@"
  exec "$dotnet" "$state/$output/_build.dll" "$@"
}

if ! is_current; then
  source "$root/build/compile.sh"
  compile
fi
hand_over "$@"
