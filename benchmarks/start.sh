#!/usr/bin/env bash
# How long a start takes with nothing to compile, in both modes, and as machine code where Native made it: median of ten, in seconds. Package mode is measured where it compiles.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
TIMEFORMAT=%R

median() { for _ in 1 2 3 4 5 6 7 8 9 10; do { time "$@" >/dev/null 2>&1 || true; } 2>&1; done | sort -n | sed -n 5p; }

measure() {
  export KEG_NUKE=$1
  shift
  ./build.sh --help >/dev/null 2>&1 && median "$@" || echo n/a
}

program() { echo ".nuke/temp/build/$1/$(head -n 1 ".nuke/temp/build/$1/current" 2>/dev/null)/$2"; }

target=${1:-Clean}
printf '%-32s %10s %10s\n' "" embedded package
printf '%-32s %10s %10s\n' "./build.sh --help" "$(measure embedded ./build.sh --help)" "$(measure package ./build.sh --help)"
printf '%-32s %10s %10s\n' "./build.sh $target --skip $target" "$(measure embedded ./build.sh "$target" --skip "$target")" "$(measure package ./build.sh "$target" --skip "$target")"
printf '%-32s %10s %10s\n' "the assembly alone, --help" "$(measure embedded "$(program embedded _build)" --help)" "$(measure package "$(program package _build)" --help)"
if [[ -x $(program embedded native) ]]; then
  printf '%-32s %10s %10s\n' "machine code alone, --help" "$(median "$(program embedded native)" --help)" ""
else
  echo "build.sh starts the assembly: ./build.sh Native makes machine code"
fi
