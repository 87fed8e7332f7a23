// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/pciaddress.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace core
{

enum class Severity : quint8 {
    Note, ///< good to know
    Caution, ///< works, but has a drawback the user should know
    Blocker, ///< the change would fail or do harm
};

/// One fact about a GPU that matters before a change. Programs may rely on the ids, which are stable kebab-case words
/// (docs/findings.md).
struct Finding {
    QString id;
    Severity severity = Severity::Note;
    PciAddress address; ///< the function it is about
    QString text; ///< the fact and why it matters: one or two sentences
    QString evidence; ///< the file it was read from, with its value
    QString remedy; ///< what to do; begins with a verb
    /// Of an acceptable blocker, untranslated: the connectors, functions or units that it is about. Accepting it covers these and
    /// no others. Only values that all users read alike: the helper has to find the same.
    QStringList subjects = {};

    bool operator==(const Finding &) const = default;
};

enum class Verdict : quint8 {
    Ready,
    Caution,
    Blocked
};

/// Blocked with any blocker, else Caution with any caution, else Ready.
Verdict verdict(const QList<Finding> &findings);

/// Keywords of the JSON contract: note, caution, blocker; ready, caution, blocked. QCOMPARE would use a toString().
QString toKeyword(Severity severity);
QString toKeyword(Verdict verdict);

}
