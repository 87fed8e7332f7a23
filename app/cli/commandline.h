// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "output.h"
#include "programcontext.h"
#include "terminal.h"

#include "core/operation/goal.h"

#include <KLazyLocalizedString>
#include <QFlags>
#include <QStringList>

#include <optional>
#include <span>

namespace app::cli
{

/// One call of a verb, checked.
struct Invocation {
    QList<core::PciAddress> addresses; ///< of verbs that take them
    std::optional<core::Goal> goal; ///< of verbs that plan or change something; valid
    QString file; ///< of verbs that take one
    QString snapshot; ///< a snapshot file to answer from; empty: none
    QString sysroot; ///< a directory with sys and proc; empty: this machine
    bool json = false;
    bool yes = false; ///< carry out without asking
    Terminal terminal;
    ProgramContext context;
};

/// What stands after a verb.
enum class Operands : quint8 {
    None,
    Address,
    Addresses,
    File,
    DeviceAction, ///< a verb that has a plan, and what stands after it
    AddressAndState, ///< the state may be missing
    AddressAndStateOrNothing,
};

/// Options that only some verbs have.
enum class Option : quint8 {
    Source = 1, ///< --snapshot, --sysroot: verbs that only look
    HostdevOnly = 2,
    Driver = 4,
    Override = 8,
    Yes = 16,
    Method = 32,
    NextBootOnly = 64,
};
Q_DECLARE_FLAGS(Options, Option)
Q_DECLARE_OPERATORS_FOR_FLAGS(Options)

/// One of the options that not every verb has.
struct OptionRow {
    Option option;
    const char *name; ///< without its dashes
    const char *value; ///< what stands behind it in the help; null: it is a switch
    KLazyLocalizedString summary;
};
std::span<const OptionRow> optionRows();

struct Verb {
    const char *name;
    Operands operands;
    Options options;
    std::optional<core::Verb> changes; ///< what it asks the helper to do; none: it only looks
    KLazyLocalizedString summary;
    ExitCode (*run)(const Invocation &);
};

/// All that this version has, in the order of the help.
std::span<const Verb> verbs();
/// Null when there is none.
const Verb *verbNamed(const QString &name);
/// The verb as it is typed: "xml ADDRESS...".
QString syntax(const Verb &verb);
/// The same where it is to change something: "power ADDRESS STATE".
QString changeSyntax(const Verb &verb);
/// Whether "turnout plan" can say what it would do.
bool hasPlan(const Verb &verb);
/// The words for STATE, as a list; empty where the verb has none.
QString statesOf(core::Verb verb);

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
