# Shared by the set-up scripts: sourced, not run.
# Sets: repo (checkout), cache (built third-party trees), jobs.

set -euo pipefail
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${HQEMU_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hqemu-aot}
jobs=${HQEMU_JOBS:-$(nproc)}

say() { printf '==> %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
