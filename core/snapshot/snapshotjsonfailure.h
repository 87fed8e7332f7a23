// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QJsonValue>

namespace core::json
{

/// Where in the file a value is: a chain of names and indices that lives on the stack while the value is read.
struct JsonPath {
    const JsonPath *outer = nullptr;
    const char *name = nullptr; ///< null: an element of a list
    qsizetype index = 0;

    /// "functions[12].address"
    QString text() const;
};

/// The first error in a file; the rest is not checked.
class Failure
{
public:
    bool happened() const
    {
        return m_happened;
    }
    const Error &error() const
    {
        return m_error;
    }

    void at(const JsonPath &path, const QString &why);
    /// `expected` is a phrase such as "a list".
    void unexpected(const JsonPath &path, const QJsonValue &found, const QString &expected);

private:
    Error m_error;
    bool m_happened = false;
};

}
