#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Collects the translatable strings of the sources in turnout.pot and merges them into the catalogs. Messages.sh FILE.pot
# only collects, into that file.
set -euo pipefail
cd "$(dirname "$0")/.."
pot=${1:-translations/turnout.pot}

modules=(app core helper host)
[[ ! -d vm ]] || modules+=(vm)
find "${modules[@]}" -name '*.cpp' -o -name '*.h' | sort | xgettext --files-from=- --output="$pot" \
    --language=C++ --kde --from-code=UTF-8 --add-comments=i18n: --sort-by-file \
    --package-name=Turnout --copyright-holder='The Turnout authors' \
    -ci18n -ki18n:1 -ki18nc:1c,2 -ki18np:1,2 -ki18ncp:1c,2,3 \
    -kki18n:1 -kki18nc:1c,2 -kki18np:1,2 -kki18ncp:1c,2,3 \
    -kxi18n:1 -kxi18nc:1c,2 -kxi18np:1,2 -kxi18ncp:1c,2,3 \
    -kkxi18n:1 -kkxi18nc:1c,2 -kkxi18np:1,2 -kkxi18ncp:1c,2,3
[[ -e $pot ]] || { echo "no translatable string found" >&2 && exit 1; }
[[ $# -eq 0 ]] || exit 0
for catalog in translations/*/turnout.po; do
    [[ ! -e $catalog ]] || msgmerge --quiet --update --backup=none --no-fuzzy-matching "$catalog" "$pot"
done
