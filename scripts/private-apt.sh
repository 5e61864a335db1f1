#!/usr/bin/env bash
# private-apt.sh DIR "TYPE SUITE" ... [--arch ARCH]
#
# Makes an apt configuration in DIR (DIR/apt.conf, for APT_CONFIG) that sees the
# given suites of the Debian archive that this machine's own apt sources name:
# the user's mirror, keyrings, proxies and signatures, and no host name of ours.
# TYPE is deb or deb-src. The system's apt state is not touched.
. "$(dirname "$0")/common.sh"

dir=$1; shift
arch=$(dpkg --print-architecture)
wanted=()
while [ $# -gt 0 ]; do
  case $1 in
    --arch) arch=$2; shift 2 ;;
    *) wanted+=("$1"); shift ;;
  esac
done

. /etc/os-release
# The archive's URI: what apt itself has in its index list for this release's
# main component.
uri=$(apt-get indextargets --format '$(SITE)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
  awk -F'|' -v r="$VERSION_CODENAME" '$3 == r && $4 == "main" { print $2; exit }')
[ -n "$uri" ] || die "no apt source for '$VERSION_CODENAME main' on this machine"

mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial" "$dir/etc/trusted.gpg.d"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
opts=""
[ -e "$keyring" ] && opts="[signed-by=$keyring]"
: > "$dir/sources.list"
for w in "${wanted[@]}"; do
  echo "${w%% *} $opts $uri ${w#* } main" >> "$dir/sources.list"
done
: > "$dir/status"
cat > "$dir/apt.conf" <<CONF
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
Dir::State "$dir";
Dir::State::lists "$dir/lists";
Dir::State::status "$dir/status";
Dir::Cache "$dir/cache";
Dir::Etc::sourcelist "$dir/sources.list";
Dir::Etc::sourceparts "/dev/null";
APT::Sandbox::User "root";
Acquire::Languages "none";
CONF
APT_CONFIG="$dir/apt.conf" apt-get update -q
