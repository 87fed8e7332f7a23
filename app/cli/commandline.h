// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "output.h"
#include "terminal.h"

#include "core/pciaddress.h"

#include <KLazyLocalizedString>
#include <QStringList>

namespace app::cli
{

/// One call of a verb, checked.
struct Invocation {
    QList<core::PciAddress> addresses; ///< of verbs that take them
    QString file; ///< of verbs that take one
    QString snapshot; ///< a snapshot file to answer from; empty: none
    QString sysroot; ///< a directory with sys and proc; empty: this machine
    bool json = false;
    Terminal terminal;
};

/// What stands after a verb.
enum class Operands : quint8 {
    None,
    Address,
    Addresses,
    File
};

/// Options that belong to some verbs only.
enum class OwnOption : quint8 {
    None,
    HostdevOnly
};

struct Verb {
    const char *name;
    Operands operands;
    OwnOption own;
    KLazyLocalizedString summary;
    ExitCode (*run)(const Invocation &);
};

/// What a command line asks for.
struct Request {
    enum class Kind : quint8 {
        Nothing, ///< no verb: the desktop application
        Help, ///< of `verb`, or of everything when that is null
        Version,
        Run,
        Usage, ///< it cannot be understood: `error` says why
    };
    Kind kind = Kind::Nothing;
    const Verb *verb = nullptr;
    Invocation invocation;
    core::Error error;
};

/// `arguments` with the program's name first.
Request parse(const QStringList &arguments);

/// The help of `verb`, or of everything when that is null, in the terminal's characters.
QByteArray help(const Verb *verb, const Terminal &terminal);

}
