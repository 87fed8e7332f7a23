// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QString>

#include <utility>
#include <variant>

namespace core
{

/// A failure as the user needs to read it: what happened and where, why, and what to do.
struct Error {
    QString what; ///< one sentence: the failed action and its file, address or JSON path
    QString why; ///< the cause, where known
    QString remedy; ///< what the user can do; may be empty

    /// All three parts as one paragraph.
    QString text() const
    {
        QString all = what;
        for (const QString &part : {why, remedy}) {
            if (part.isEmpty())
                continue;
            // Some causes from the system and libraries lack a full stop.
            if (!all.isEmpty() && (all.back().isLetterOrNumber() || all.back() == QLatin1Char(')')))
                all += QLatin1Char('.');
            all += QLatin1Char(' ') + part;
        }
        return all;
    }

    bool operator==(const Error &) const = default;
};

/// A value or the Error that explains why there is none. C++20 has no std::expected.
template<typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) // NOLINT(google-explicit-constructor): allows `return value;`
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error) // NOLINT(google-explicit-constructor)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    bool ok() const
    {
        return m_state.index() == 0;
    }
    explicit operator bool() const
    {
        return ok();
    }

    /// Only when ok().
    const T &value() const &
    {
        return std::get<0>(m_state);
    }
    T &&value() &&
    {
        return std::get<0>(std::move(m_state));
    }
    const T &operator*() const &
    {
        return value();
    }
    const T *operator->() const
    {
        return &value();
    }

    /// Only when not ok().
    const Error &error() const
    {
        return std::get<1>(m_state);
    }

private:
    std::variant<T, Error> m_state;
};

}
