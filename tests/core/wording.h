// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/checks/finding.h"

#include <QRegularExpression>
#include <QSet>

namespace fixture
{

/// Whether a finding's text is one or two sentences and its remedy begins with a verb. A remedy with a new verb adds it
/// here.
inline bool isWellWorded(const core::Finding &finding)
{
    using namespace Qt::StringLiterals;
    static const QSet<QString> verbs{u"Activate"_s, u"Add"_s,   u"Assign"_s, u"Boot"_s,  u"Check"_s,  u"Choose"_s, u"Close"_s, u"Configure"_s, u"Connect"_s, u"Disable"_s, u"End"_s,    u"Enlarge"_s, u"Enroll"_s, u"Install"_s, u"Keep"_s, u"Leave"_s,
                                     u"Make"_s,   u"Move"_s,   u"Omit"_s,   u"Release"_s, u"Remove"_s, u"Run"_s,    u"Set"_s, u"Shut"_s,   u"Start"_s,  u"Stop"_s,    u"Test"_s,
                                     u"Try"_s,    u"Turn"_s,   u"Unbind"_s, u"Undo"_s, u"Unload"_s, u"Unmount"_s, u"Update"_s, u"Use"_s,   u"Write"_s};
    static const QRegularExpression end(u"[.!?](?=\\s|$)"_s);
    const qsizetype sentences = finding.text.count(end);
    return sentences >= 1 && sentences <= 2 && (finding.remedy.isEmpty() || verbs.contains(finding.remedy.section(u' ', 0, 0)));
}

}
