// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "stringpool.h"

namespace host
{

namespace
{
QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}
}

const QString &StringPool::string(std::string_view text)
{
    const auto found = m_strings.find(text);
    if (found != m_strings.end())
        return found->second;
    return m_strings.emplace(text, fromUtf8(text)).first->second;
}

const QStringList &StringPool::keywords(std::string_view text)
{
    const auto found = m_words.find(text);
    if (found != m_words.end())
        return found->second;
    return m_words.emplace(text, fromUtf8(text).split(QLatin1Char(' '), Qt::SkipEmptyParts)).first->second;
}

}
