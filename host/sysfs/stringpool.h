// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QStringList>

#include <string>
#include <string_view>
#include <unordered_map>

namespace host
{

/// Lets the std containers look up by string_view without making a string.
struct StringHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const
    {
        return std::hash<std::string_view>()(text);
    }
};

template<typename Value>
using StringMap = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;

/// Gives equal texts one shared QString. Thousands of functions have few different drivers and states.
class StringPool
{
public:
    const QString &string(std::string_view text);
    /// The words between blanks.
    const QStringList &keywords(std::string_view text);

private:
    StringMap<QString> m_strings;
    StringMap<QStringList> m_words;
};

}
