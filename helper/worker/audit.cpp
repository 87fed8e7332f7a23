// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "audit.h"

#include "core/printable.h"

#include <syslog.h>

namespace helper
{

void auditToSystem(const QString &line)
{
    // One line is one entry, whatever is in it: also names that programs gave themselves.
    const QByteArray text = core::printable(line.simplified()).toUtf8();
    ::syslog(LOG_AUTH | LOG_NOTICE, "%s", text.constData());
}

}
