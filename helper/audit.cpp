// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit.h"

#include "core/printable.h"

#include <syslog.h>

namespace helper
{

void auditToSystem(const QString &line)
{
    // A process chooses its own name, which must not forge or split an entry.
    const QByteArray text = core::printable(line.simplified()).toUtf8();
    ::syslog(LOG_AUTH | LOG_NOTICE, "%s", text.constData());
}

}
