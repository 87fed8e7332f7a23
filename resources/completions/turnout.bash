# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later

# Completion of turnout(1) for bash; needs the bash-completion package.

_turnout_addresses()
{
    # Directory names only: nothing is opened, so no device wakes.
    local path
    for path in /sys/bus/pci/devices/*; do
        [[ -e $path ]] && printf '%s\n' "${path##*/}"
    done
}

_turnout()
{
    local cur prev words cword
    # An address has colons, where bash would otherwise split words.
    _init_completion -n : || return

    case $prev in
        --snapshot)
            _filedir json
            return
            ;;
        --sysroot)
            _filedir -d
            return
            ;;
        --accept)
            COMPREPLY=($(compgen -W 'display-in-use group-not-viable' -- "$cur"))
            return
            ;;
        --method)
            COMPREPLY=($(compgen -W 'device_specific acpi flr af_flr pm bus cxl_bus' -- "$cur"))
            return
            ;;
        --driver)
            COMPREPLY=($(compgen -W 'vfio-pci turnout_vfio_pci' -- "$cur"))
            return
            ;;
        --guest)
            COMPREPLY=($(compgen -W 'linux windows10 windows11' -- "$cur"))
            return
            ;;
        --hugepages)
            COMPREPLY=($(compgen -W '2M 1G' -- "$cur"))
            return
            ;;
        --firmware)
            COMPREPLY=($(compgen -W 'efi bios' -- "$cur"))
            return
            ;;
        --secure-boot)
            COMPREPLY=($(compgen -W 'on off' -- "$cur"))
            return
            ;;
        --tpm)
            COMPREPLY=($(compgen -W 'on off' -- "$cur"))
            return
            ;;
        --network)
            COMPREPLY=($(compgen -W 'default user none' -- "$cur"))
            return
            ;;
        --graphics)
            COMPREPLY=($(compgen -W 'spice vnc none' -- "$cur"))
            return
            ;;
        --audio)
            COMPREPLY=($(compgen -W 'none spice pipewire' -- "$cur"))
            return
            ;;
        --connect)
            COMPREPLY=($(compgen -W 'qemu:///system qemu:///session' -- "$cur"))
            return
            ;;
        --capabilities | --installer | --virtio-win | --rom | --domain | --disk | --evdev)
            _filedir
            return
            ;;
    esac

    local verb= i
    for ((i = 1; i < cword; i++)); do
        case ${words[i]} in
            --snapshot | --sysroot | --driver | --accept | --method | \
                --new | --domain | --guest | --memory | --disk | --vcpus | \
                --hugepages | --firmware | --secure-boot | --tpm | --max-physical-bits | --installer | \
                --virtio-win | --network | --graphics | --audio | --evdev | --looking-glass | \
                --free-ports | --mdev | --rom | --connect | --capabilities)
                ((i++))
                ;;
            -*) ;;
            *)
                verb=${words[i]}
                break
                ;;
        esac
    done

    if [[ $cur == -* ]]; then
        local options='--json --snapshot --sysroot --help'
        case $verb in
            '') options+=' --version' ;;
            xml)
                options+=' --driver --yes'
                options+=' --hostdev-only --new --domain --remove --define --undo --guest --memory --disk --vcpus --no-pin'
                options+=' --hugepages --locked-memory --firmware --secure-boot --tpm --max-physical-bits --installer --virtio-'
                options+=' win --network --graphics --audio --evdev --looking-glass --free-ports --mdev --multifunction --rom'
                options+=' --iommufd --connect --capabilities --with --without'
                ;;
            lint) options+=' --connect --capabilities --all --fix --yes' ;;
            plan) options+=' --driver --accept --method --next-boot --with --without' ;;
            assign) options='--json --driver --accept --with --without --yes --help' ;;
            release) options='--json --driver --yes --help' ;;
            power | vga) options+=' --yes' ;;
            reset) options='--json --method --yes --help' ;;
            persist) options='--json --driver --accept --next-boot --with --without --yes --help' ;;
            unpersist) options='--json --yes --help' ;;
            recover) options='--json --help' ;;
        esac
        COMPREPLY=($(compgen -W "$options" -- "$cur"))
        return
    fi

    case $verb in
        '')
            COMPREPLY=($(compgen -W 'list groups show doctor plan assign release power vga reset persist unpersist recover snapshot xml lint' -- "$cur"))
            ;;
        plan)
            COMPREPLY=($(compgen -W "assign release power vga reset persist unpersist on off d3hot d3cold auto $(_turnout_addresses)" -- "$cur"))
            __ltrimcolon_completions "$cur"
            ;;
        power)
            COMPREPLY=($(compgen -W "on d3hot d3cold auto $(_turnout_addresses)" -- "$cur"))
            __ltrimcolon_completions "$cur"
            ;;
        vga)
            COMPREPLY=($(compgen -W "on off $(_turnout_addresses)" -- "$cur"))
            __ltrimcolon_completions "$cur"
            ;;
        show | assign | release | reset | persist | unpersist | xml)
            COMPREPLY=($(compgen -W "$(_turnout_addresses)" -- "$cur"))
            __ltrimcolon_completions "$cur"
            ;;
        snapshot)
            _filedir json
            ;;
        lint)
            _filedir xml
            ;;
    esac
} && complete -F _turnout turnout
