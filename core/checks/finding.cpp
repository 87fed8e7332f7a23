// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "finding.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

Verdict verdict(const QList<Finding> &findings)
{
    const auto worst = std::ranges::max_element(findings, {}, &Finding::severity);
    if (worst == findings.end())
        return Verdict::Ready;
    switch (worst->severity) {
    case Severity::Note:
        return Verdict::Ready;
    case Severity::Caution:
        return Verdict::Caution;
    case Severity::Blocker:
        return Verdict::Blocked;
    }
    Q_UNREACHABLE_RETURN(Verdict::Blocked);
}

QString toKeyword(Severity severity)
{
    switch (severity) {
    case Severity::Note:
        return u"note"_s;
    case Severity::Caution:
        return u"caution"_s;
    case Severity::Blocker:
        return u"blocker"_s;
    }
    Q_UNREACHABLE_RETURN(QString());
}

QString toKeyword(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Ready:
        return u"ready"_s;
    case Verdict::Caution:
        return u"caution"_s;
    case Verdict::Blocked:
        return u"blocked"_s;
    }
    Q_UNREACHABLE_RETURN(QString());
}

}
