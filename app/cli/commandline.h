// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "domainoptions.h"
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
    core::Goal companions; ///< of xml, which has no goal: only `with` and `without` count
    QString file; ///< of verbs that take one
    QString snapshot; ///< a snapshot file to answer from; empty: none
    QString sysroot; ///< a directory with sys and proc; empty: this machine
    DomainCall domain; ///< of verbs about libvirt domains
    bool json = false;
    bool yes = false; ///< do not ask for confirmation
    Terminal terminal;
    ProgramContext context;
};

/// What follows a verb.
enum class Operands : quint8 {
    None,
    Address,
    Addresses,
    File,
    PlannedVerb, ///< a verb that has a plan, and its operands
    AddressAndState, ///< the state is optional
    AddressAndStateOrNothing,
    DomainOrNothing, ///< a libvirt domain or a file
};

/// Options of some verbs only.
enum class Option : quint16 {
    Source = 1, ///< --snapshot, --sysroot: verbs that only read
    HostdevOnly = 2,
    Driver = 4,
    Accept = 8,
    Yes = 16,
    Method = 32,
    NextBootOnly = 64,
    Domain = 128, ///< a libvirt domain, its host and its connection
    NewDomain = 256, ///< what a new domain is like, and how GPUs are passed on to it
    Lint = 512,
    Companions = 1024, ///< --with, --without
};
Q_DECLARE_FLAGS(Options, Option)
Q_DECLARE_OPERATORS_FOR_FLAGS(Options)

/// An option that not every verb has.
struct OptionRow {
    Options options; ///< verbs with any of them have it
    const char *name; ///< without its dashes
    const char *value; ///< the name of its value in the help; null: a switch
    KLazyLocalizedString summary;
};
std::span<const OptionRow> optionRows();

struct Verb {
    const char *name;
    Operands operands;
    Options options;
    std::optional<core::Verb> changes; ///< what it asks the helper to do; none: it only reads
    KLazyLocalizedString summary;
    ExitCode (*run)(const Invocation &);
};

/// All verbs of this version, in the order of the help.
std::span<const Verb> verbs();
/// Null when there is none.
const Verb *verbNamed(const QString &name);
/// The verb as it is typed: "xml ADDRESS...".
QString syntax(const Verb &verb);
/// The same for a change: "power ADDRESS STATE".
QString changeSyntax(const Verb &verb);
/// Whether "turnout plan" can plan it.
bool hasPlan(const Verb &verb);
/// The words for STATE, as a list; empty where the verb has none.
QString statesOf(core::Verb verb);

/// A parsed command line.
struct Request {
    enum class Kind : quint8 {
        Nothing, ///< no verb: the desktop application
        Help, ///< of `verb`, or of everything when that is null
        Version,
        Run,
        Usage, ///< a usage error: `error` says which
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
