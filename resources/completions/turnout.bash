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
    esac

    local verb= i
    for ((i = 1; i < cword; i++)); do
        case ${words[i]} in
            --snapshot | --sysroot | --driver | --accept | --method)
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
            xml) options+=' --hostdev-only' ;;
            plan) options+=' --driver --accept --method --next-boot' ;;
            assign) options='--json --driver --accept --yes --help' ;;
            release) options='--json --driver --yes --help' ;;
            power | vga) options+=' --yes' ;;
            reset) options='--json --method --yes --help' ;;
            persist) options='--json --driver --accept --next-boot --yes --help' ;;
            unpersist) options='--json --yes --help' ;;
            recover) options='--json --help' ;;
        esac
        COMPREPLY=($(compgen -W "$options" -- "$cur"))
        return
    fi

    case $verb in
        '')
            COMPREPLY=($(compgen -W 'list groups show doctor plan assign release power vga reset persist unpersist recover snapshot xml' -- "$cur"))
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
    esac
} && complete -F _turnout turnout
