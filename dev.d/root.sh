# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Private Debian 13 roots, made once by mmdebstrap in the cache, entered through a mount namespace:
# "root" for machines whose own libraries are too old to build Turnout, "bench" for ./dev vm, whose
# virtual machines it is the disk of. Sourced by ./dev.

SUITE=trixie

root_lists() { # KIND: what is installed in it
    case $1 in
    root) echo debian ;;
    bench) echo debian bench ;;
    esac
}

root_size() { # KIND: MB installed; while it is made the archives stand beside it
    case $1 in
    root) echo 1600 ;;
    bench) echo 2300 ;;
    esac
}

root_packages() { # KIND
    local list
    for list in $(root_lists "$1"); do wanted_packages "$list"; done
}

debian_architecture() { dpkg --print-architecture 2>/dev/null || echo amd64; }

root_path() { # KIND: changes with the package list, so that a changed list makes a new root
    local hash
    hash=$({ echo "$SUITE $(debian_architecture) en" && root_packages "$1"; } | sha256sum)
    echo "$CACHE/$1-${hash:0:12}"
}

has_subids() { grep -qs "^\($(id -un)\|$(id -u)\):" /etc/subuid; }

# What can be known is asked first: an unshare that fails with --map-auto leaves a waiting child behind.
userns_works() {
    command -v newuidmap >/dev/null && has_subids && unshare --user true 2>/dev/null &&
        timeout 10 unshare --map-root-user --map-auto --mount true >/dev/null 2>&1
}

# How to become root enough to mount and chroot: sets WAY to direct, userns or sudo.
choose_way() {
    if is_root; then
        WAY=direct
        unshare --mount true 2>/dev/null || die "This root may not mount." \
            "Turnout needs a private Debian 13 here (own mount namespace), and this container forbids 'unshare --mount'." \
            "Give the container CAP_SYS_ADMIN, or run this on Debian 13, where no private root is needed."
    elif userns_works; then
        WAY=userns
    elif ! command -v newuidmap >/dev/null && can_sudo && apt_install uidmap && userns_works; then
        WAY=userns
    elif can_sudo; then
        WAY=sudo
    else
        die "An ordinary user cannot make or enter the private Debian 13 root here." \
            "$(why_no_userns)" \
            "Mend that as root, or run ./dev as root."
    fi
}

why_no_userns() {
    if ! command -v newuidmap >/dev/null; then
        echo "There is no sudo, and a user namespace needs newuidmap (as root: apt-get install uidmap)."
    elif ! has_subids; then
        echo "There is no sudo, and /etc/subuid gives $(id -un) no range (as root: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $(id -un))."
    else
        echo "There is no sudo, and the kernel refuses: $(unshare --user true 2>&1 || true)"
    fi
}

in_namespace() { # COMMAND... as root of its own mount namespace; dies with this script
    case $WAY in
    direct) unshare --mount "$@" ;;
    userns) unshare --map-root-user --map-auto --mount "$@" ;;
    sudo) sudo unshare --mount "$@" ;;
    esac
}

remove_root() { # DIR...: belongs to other users inside, hence the namespace
    in_namespace rm -rf --one-file-system "$@"
}

debian_mirror() { # the mirror this machine already uses
    local mirror=${TURNOUT_DEBIAN_MIRROR:-}
    if [[ -z $mirror ]]; then
        # shellcheck disable=SC2016 # apt's own variables
        mirror=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
            sed -n "s|^$(os_field VERSION_CODENAME) main \(.*/debian/\{0,1\}\)\$|\1|p" | head -n 1) || true
    fi
    echo "${mirror:-http://deb.debian.org/debian}"
}

mirror_help="Check the network and, behind a proxy, http_proxy. Another mirror: TURNOUT_DEBIAN_MIRROR=http://... ./dev ..."

check_mirror() { # MIRROR: asks for one small file, so that a dead mirror is named in seconds
    local answer
    [[ $1 == http*://* ]] || return 0
    answer=$(/usr/lib/apt/apt-helper -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 \
        download-file "${1%/}/dists/$SUITE/Release" "$MAKING/Release" 2>&1) && return
    die "The Debian mirror $1 is out of reach." "$(sed -n '/Download Failed/!s/^E: //p' <<<"$answer" | head -n 1)" "$mirror_help"
}

check_space() {
    local free needed=$(($(root_size "$KIND") * 5 / 2)) # archives while it is made, room to build or for disk images
    free=$(df --output=avail -m "$CACHE" | tail -n 1)
    [[ $free -ge $needed ]] || die "Too little space in $CACHE." \
        "The private Debian 13 root needs $needed MB, $((free)) MB are free." \
        "Make room, or let XDG_CACHE_HOME name a folder on another disk."
}

find_mmdebstrap() { # sets MMDEBSTRAP
    MMDEBSTRAP=mmdebstrap
    command -v mmdebstrap >/dev/null && return
    if [[ $(os_family) != debian ]]; then
        die "mmdebstrap, which makes the private Debian 13 root, is missing." \
            "It is not installed, and only on Debian does ./dev install something by itself." \
            "Install mmdebstrap and newuidmap (uidmap, shadow) from this system's packages, then run this again."
    elif is_root || can_sudo; then
        apt_install mmdebstrap && return
    else
        unpack_mmdebstrap && return
    fi
    die "mmdebstrap, which makes the private Debian 13 root, is missing." \
        "It could neither be installed nor fetched." "As root: apt-get install mmdebstrap"
}

unpack_mmdebstrap() { # a Perl script: works from a folder, no installation needed
    say "fetching mmdebstrap (not installed here)"
    (cd "$MAKING" && apt-get -qq download mmdebstrap && dpkg -x mmdebstrap_*.deb mmdebstrap) || return
    MMDEBSTRAP=$MAKING/mmdebstrap/usr/bin/mmdebstrap
    "$MMDEBSTRAP" --version >/dev/null
}

proxy_options() { # the host's apt proxy holds for the private root too
    local scheme proxy
    for scheme in http https; do
        proxy=$(apt-config dump --format '%v' "Acquire::$scheme::Proxy")
        [[ -z $proxy ]] || echo "--aptopt=Acquire::$scheme::Proxy \"$proxy\""
    done
}

# Own process: bash would otherwise stand between the death signal and the namespace.
start_mmdebstrap() { # LOG MIRROR
    local packages options namespace=(unshare)
    packages=$(root_packages "$KIND" | paste -sd,)
    mapfile -t options < <(proxy_options)
    case $WAY in
    direct) ;;
    userns) namespace+=(--map-root-user --map-auto) ;;
    sudo) namespace=(sudo unshare) ;;
    esac
    setpriv --pdeathsig KILL "${namespace[@]}" --mount --pid --fork --kill-child --mount-proc \
        "$MMDEBSTRAP" --mode=root --variant=minbase --verbose --include="$packages" \
        --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Retries "3"' "${options[@]}" \
        --dpkgopt='path-exclude=/usr/share/locale/*/LC_MESSAGES/*' \
        --dpkgopt='path-include=/usr/share/locale/en/LC_MESSAGES/*' \
        --dpkgopt='path-exclude=/usr/share/doc/*' \
        "$SUITE" "$MAKING/root" "$2" </dev/null >"$1" 2>&1 9>&- &
}

root_progress() { # LOG: what mmdebstrap is doing
    local phase
    phase=$(sed -n 's/^I: \(.*[^.]\)\.*$/\1/p' "$1" | tail -n 1)
    printf '%s: %d fetched, %d unpacked, %d set up' "${phase:-starting}" \
        "$(grep -c '^Get:' "$1")" "$(grep -c '^Unpacking ' "$1")" "$(grep -c '^Setting up ' "$1")"
}

wait_for_mmdebstrap() { # LOG PID
    local started=$SECONDS shown=-100
    while kill -0 "$2" 2>/dev/null; do
        if [[ -t 2 ]]; then
            printf '\r   %4d s  %-100s' $((SECONDS - started)) "$(root_progress "$1")" >&2
        elif ((SECONDS - shown >= 15)); then
            shown=$SECONDS
            printf '   %4d s  %s\n' $((SECONDS - started)) "$(root_progress "$1")" >&2
        fi
        sleep 1
    done
    [[ ! -t 2 ]] || printf '\r%-110s\r' '' >&2
    MMDEBSTRAP_PID=
    wait "$2"
}

abandon_making() {
    trap - EXIT
    if [[ -n ${MMDEBSTRAP_PID:-} ]] && kill -KILL "$MMDEBSTRAP_PID" 2>/dev/null; then
        wait "$MMDEBSTRAP_PID" 2>/dev/null || true
        say "interrupted; the half-made root is thrown away"
    fi
    remove_root "$MAKING"
}

make_root() { # makes ROOT, whole or not at all; one ./dev at a time
    local log=$CACHE/$KIND.log mirror half
    exec 9>"$CACHE/making-$KIND.lock"
    flock -n 9 || { say "another ./dev is making this Debian 13 root; waiting for it (its log is $log)" && flock 9; }
    [[ ! -d $ROOT ]] || return 0
    for half in "$CACHE/making-$KIND".*/; do
        [[ ! -d $half ]] || { say "throwing away a half-made root" && remove_root "$half"; }
    done
    check_space
    MAKING=$(mktemp -d "$CACHE/making-$KIND.XXXXXX")
    chmod 755 "$MAKING"
    trap abandon_making EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    mirror=$(debian_mirror)
    check_mirror "$mirror"
    find_mmdebstrap
    say "making a private Debian 13 root from $mirror (once; a few minutes, $(root_size "$KIND") MB)"
    start_mmdebstrap "$log" "$mirror"
    MMDEBSTRAP_PID=$!
    wait_for_mmdebstrap "$log" "$MMDEBSTRAP_PID" || die "The private Debian 13 root could not be made from $mirror." \
        "$(sed -n '/ failed\( to run\)\?$/!s/^E: //p' "$log" | head -n 3 | paste -sd';')" "The whole log: $log. $mirror_help"
    mv "$MAKING/root" "$ROOT"
    abandon_making
    trap - INT TERM HUP
    remove_old_roots
    exec 9>&-
}

remove_old_roots() { # those of earlier package lists, unless some ./dev is inside one now
    local old
    for old in "$CACHE/$KIND"-*/; do
        old=${old%/}
        [[ $old =~ /$KIND-[0-9a-f]{12}$ && $old != "$ROOT" ]] || continue
        exec 6>"$old.lock"
        ! flock -n 6 || { say "removing an old root" && remove_root "$old" "$old.lock" "$old.vm"; }
        exec 6>&-
    done
}

prepare_root() { # KIND
    KIND=$1
    ROOT=$(root_path "$KIND")
    mkdir -p "$CACHE" 2>/dev/null || die "The cache folder $CACHE cannot be made." \
        "The private Debian 13 root is kept there, and $(mkdir -p "$CACHE" 2>&1 | sed 's/^mkdir: //')." \
        "Let XDG_CACHE_HOME name a folder that you may write to."
    choose_way
    [[ -d $ROOT ]] || make_root
    exec 8>"$ROOT.lock"
    flock -s 8
}

git_folder() { # of a linked work tree: the repository it belongs to, outside the tree
    [[ ! -f $TREE/.git ]] || sed -n 's|^gitdir: \(.*\)/worktrees/.*|\1|p' "$TREE/.git"
}

in_root() { # COMMAND... with environment assignments already applied by env
    local user=0:0 repository
    [[ $WAY != sudo || $KIND == bench ]] || user=$(id -u):$(id -g) # making disk images and installing headers takes root
    mapfile -t repository < <(git_folder)
    in_namespace "$TREE/dev.d/enter" "$KIND" "$ROOT" "$user" "$HOME" "$CACHE" "$TREE" "${repository[@]}" -- "$@"
}
