# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Which distribution this is, and whether Turnout can be built on it as it stands.
# Sourced by ./dev; tests/repo sources it too, with a made-up os-release.

OS_RELEASE=${TURNOUT_OS_RELEASE:-/etc/os-release}
KF_MIN=6.13
QT_MIN=6.8

os_field() { # NAME: one field of os-release, without its quotes
    sed -n "s/^$1=//p" "$OS_RELEASE" 2>/dev/null | tr -d "\"'" | head -n 1
}

os_family() { # debian, fedora, arch, opensuse or other
    local word
    for word in $(os_field ID) $(os_field ID_LIKE); do
        case $word in
        debian | ubuntu) echo debian && return ;;
        fedora | rhel) echo fedora && return ;;
        arch) echo arch && return ;;
        opensuse* | suse) echo opensuse && return ;;
        esac
    done
    echo other
}

wanted_packages() { # FAMILY
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$TREE/dev.d/packages/$1"
}

installed_debian() {
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort -u
}

missing_packages() { # FAMILY: the wanted packages that are not installed, one a line
    local package
    case $1 in
    debian) comm -23 <(wanted_packages debian | sort -u) <(installed_debian) ;;
    arch) wanted_packages arch | xargs pacman -T || true ;;
    fedora | opensuse)
        for package in $(wanted_packages "$1"); do
            rpm -q --quiet --whatprovides "$package" || echo "$package"
        done
        ;;
    esac
}

install_line() { # FAMILY PACKAGES...
    local family=$1
    shift
    case $family in
    debian) echo "apt-get install --no-install-recommends $*" ;;
    fedora) echo "dnf install $*" ;;
    arch) echo "pacman -S --needed $*" ;;
    opensuse) echo "zypper install $*" ;;
    esac
}

candidate_version() { # DEBIAN_PACKAGE: what apt would install, without the epoch
    LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: \([0-9]*:\)\{0,1\}//p'
}

# Debian itself is judged by its number, because a fresh machine may have no package lists yet.
debian_is_new_enough() {
    local version
    version=$(os_field VERSION_ID)
    if [[ $(os_field ID) == debian ]]; then
        [[ -z $version || ${version%%.*} -ge 13 ]]
    else
        dpkg --compare-versions "$(candidate_version libkf6coreaddons-dev)" ge "$KF_MIN" &&
            dpkg --compare-versions "$(candidate_version qt6-base-dev)" ge "$QT_MIN"
    fi
}

library_version() { # CMAKE_PACKAGE: version of an installed one, read from its CMake files
    local file
    for file in /usr/lib*/cmake/"$1"/"$1"ConfigVersion*.cmake /usr/lib/*/cmake/"$1"/"$1"ConfigVersion*.cmake; do
        sed -n 's/^set(PACKAGE_VERSION "\([0-9.]*\)".*/\1/p' "$file" 2>/dev/null
    done | head -n 1
}

at_least() { # VERSION MINIMUM
    [[ -n $1 && $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]
}

libraries_are_new_enough() {
    at_least "$(library_version Qt6)" "$QT_MIN" && at_least "$(library_version KF6CoreAddons)" "$KF_MIN"
}

is_root() { [[ $EUID -eq 0 ]]; }

can_sudo() {
    command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; }; }
}

as_admin() {
    if is_root; then "$@"; else sudo "$@"; fi
}

apt_get() { # ARGUMENTS...: shows apt's own words only when it fails
    local words
    words=$(as_admin env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" 2>&1) || { tail -n 5 <<<"$words" >&2 && return 1; }
}

apt_install() { # PACKAGES...
    say "installing with apt-get: $*"
    apt_get update && apt_get install -y --no-install-recommends "$@"
}

require_packages() { # FAMILY: stops with the install line when something is missing
    local missing
    mapfile -t missing < <(missing_packages "$1")
    [[ ${#missing[@]} -eq 0 ]] && return
    die "${#missing[@]} packages that Turnout is built and tested with are missing." \
        "They are: ${missing[*]}" \
        "Install them, then run this again:  sudo $(install_line "$1" "${missing[@]}")"
}

install_debian_packages() { # true when everything is there afterwards
    local missing
    mapfile -t missing < <(missing_packages debian)
    [[ ${#missing[@]} -eq 0 ]] && return
    { is_root || can_sudo; } && apt_install "${missing[@]}"
}

# shellcheck disable=SC2034 # HOST is for ./dev
choose_host() { # sets HOST to native (this system's libraries) or root (a private Debian 13)
    case ${TURNOUT_HOST:-$(os_family)} in
    native | root) HOST=$TURNOUT_HOST ;;
    "${TURNOUT_HOST:-}") die "TURNOUT_HOST is '$TURNOUT_HOST'." "It chooses whose libraries are used, and knows native and root." \
        "Set it to one of these, or leave it unset." ;;
    fedora | arch | opensuse)
        require_packages "$(os_family)"
        HOST=native
        ;;
    debian)
        HOST=root
        if debian_is_new_enough && install_debian_packages; then HOST=native; fi
        ;;
    *)
        HOST=native
        libraries_are_new_enough || die "This system is neither Debian, Fedora, Arch nor openSUSE, and lacks the libraries." \
            "Turnout needs Qt $QT_MIN (found: $(library_version Qt6 || true)) and KDE Frameworks $KF_MIN (found: $(library_version KF6CoreAddons || true))." \
            "Install what dev.d/packages/fedora lists, under this system's names, then run this again."
        ;;
    esac
}
