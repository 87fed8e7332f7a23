# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later

# Completion of turnout(1) for bash, by way of the bash-completion package.

_turnout_addresses()
{
    # Names of directories only: nothing is opened, so nothing wakes.
    local path
    for path in /sys/bus/pci/devices/*; do
        [[ -e $path ]] && printf '%s\n' "${path##*/}"
    done
}

_turnout()
{
    local cur prev words cword
    # An address has colons, which bash otherwise takes for the end of a word.
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
    esac

    local verb= i
    for ((i = 1; i < cword; i++)); do
        case ${words[i]} in
            --snapshot | --sysroot)
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
        [[ -z $verb ]] && options='--json --snapshot --sysroot --help --version'
        [[ $verb == xml ]] && options+=' --hostdev-only'
        COMPREPLY=($(compgen -W "$options" -- "$cur"))
        return
    fi

    case $verb in
        '')
            COMPREPLY=($(compgen -W 'list groups show doctor snapshot xml' -- "$cur"))
            ;;
        show | xml)
            COMPREPLY=($(compgen -W "$(_turnout_addresses)" -- "$cur"))
            __ltrimcolon_completions "$cur"
            ;;
        snapshot)
            _filedir json
            ;;
    esac
} && complete -F _turnout turnout
