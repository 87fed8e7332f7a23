// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QLatin1StringView>
#include <QString>

#include <algorithm>
#include <array>
#include <optional>

namespace core
{

/// A closed set of contract words. For an enum that counts from 0, in its order: one table serves both directions.
template<size_t Count>
using Keywords = std::array<QLatin1StringView, Count>;

template<typename Enum, size_t Count>
QString keywordOf(const Keywords<Count> &keywords, Enum value)
{
    return keywords[size_t(value)];
}

template<typename Enum, size_t Count>
std::optional<Enum> fromKeyword(const Keywords<Count> &keywords, QStringView word)
{
    for (size_t i = 0; i < Count; ++i) {
        if (keywords[i] == word)
            return Enum(i);
    }
    return std::nullopt;
}

template<size_t Count>
bool isOneOf(const Keywords<Count> &keywords, QStringView word)
{
    return std::ranges::any_of(keywords, [word](QLatin1StringView known) {
        return known == word;
    });
}

/// Exactly `length` lower case hex digits.
inline bool isHex(QStringView text, qsizetype length)
{
    return text.size() == length && std::ranges::all_of(text, [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

}
