// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/pciaddress.h"

#include <QList>
#include <QString>

namespace core
{

enum class Severity : quint8 {
    Note, ///< good to know
    Caution, ///< works, but the user should decide with open eyes
    Blocker, ///< handing the GPU over would fail or do harm
};

/// One thing that is true about a GPU and matters for handing it over. The ids are stable kebab-case words
/// (docs/findings.md) that other programs may rely on.
struct Finding {
    QString id;
    Severity severity = Severity::Note;
    PciAddress address; ///< the function it is about
    QString text; ///< what is true, and why it matters: full sentences
    QString evidence; ///< which file said so, with its value
    QString remedy; ///< what to do

    bool operator==(const Finding &) const = default;
};

enum class Verdict : quint8 {
    Ready,
    Caution,
    Blocked
};

/// Blocked with any blocker, else Caution with any caution, else Ready.
Verdict verdict(const QList<Finding> &findings);

/// The words of the JSON contract: note, caution, blocker; ready, caution, blocked. (A toString() here would be taken
/// by QCOMPARE for its own.)
QString toKeyword(Severity severity);
QString toKeyword(Verdict verdict);

}
