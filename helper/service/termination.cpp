// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "termination.h"

#include "idleexit.h"

#include <QSocketNotifier>

#include <csignal>

#include <sys/signalfd.h>
#include <unistd.h>

namespace helper
{

namespace
{
sigset_t terminations()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    return set;
}
}

void blockTermination()
{
    const sigset_t set = terminations();
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
}

Termination::Termination(QObject *parent)
    : QObject(parent)
{
    const sigset_t set = terminations();
    m_signals = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (m_signals >= 0)
        connect(new QSocketNotifier(m_signals, QSocketNotifier::Read, this), &QSocketNotifier::activated, this, exitNow);
}

Termination::~Termination()
{
    if (m_signals >= 0)
        ::close(m_signals);
}

}
