// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "mapcolors.h"

#include <KColorScheme>
#include <KColorUtils>

namespace app
{

MapColors MapColors::of(const QPalette &palette)
{
    const QColor base = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Text);
    const KColorScheme scheme(QPalette::Active, KColorScheme::View);
    const auto mixed = [&](qreal amount) {
        return KColorUtils::mix(base, text, amount);
    };
    // The scheme's colors are made for its own background; a little of the text color keeps them readable on another
    // palette.
    const auto signal = [&](KColorScheme::ForegroundRole role) {
        return KColorUtils::mix(scheme.foreground(role).color(), text, 0.12);
    };

    MapColors colors;
    colors.palette = palette;
    colors.canvas = base;
    colors.text = text;
    colors.dimText = mixed(0.68);
    colors.node = mixed(0.09);
    colors.minor = mixed(0.05);
    colors.card = KColorUtils::luma(base) > 0.5 ? base : mixed(0.06);
    colors.cardBorder = mixed(0.5);
    colors.track = mixed(0.38);
    colors.mainTrack = mixed(0.7);
    colors.fence = mixed(0.24);
    colors.fenceFill = mixed(0.025);
    colors.accent = palette.color(QPalette::Highlight);
    colors.positive = signal(KColorScheme::PositiveText);
    colors.neutral = signal(KColorScheme::NeutralText);
    colors.negative = signal(KColorScheme::NegativeText);
    return colors;
}

QColor MapColors::tone(core::Verdict verdict) const
{
    switch (verdict) {
    case core::Verdict::Ready:
        return positive;
    case core::Verdict::Caution:
        return neutral;
    case core::Verdict::Blocked:
        return negative;
    }
    Q_UNREACHABLE_RETURN({});
}

QColor MapColors::tone(core::Severity severity) const
{
    switch (severity) {
    case core::Severity::Note:
        return dimText;
    case core::Severity::Caution:
        return neutral;
    case core::Severity::Blocker:
        return negative;
    }
    Q_UNREACHABLE_RETURN({});
}

}
