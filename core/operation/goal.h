// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace core
{

/// What a user can ask for.
enum class Verb : quint8 {
    Inspect,
    Assign,
    Release,
    Power,
    Vga,
    Reset,
    Persist,
    Unpersist,
    Recover,
};

/// What a verb needs and takes. The one table of it is in goal.cpp.
struct VerbProperties {
    /// Which drivers the user may name.
    enum class Drivers : quint8 { None, Vfio, Host };

    QLatin1StringView keyword; ///< also its action of the helper: org.turnout.helper.KEYWORD
    bool needsAddress = true; ///< the others concern the whole machine
    bool needsFingerprint = false; ///< it carries out a plan that the user confirmed; the others read or undo
    bool needsPassword = true; ///< as org.turnout.helper.actions says
    bool isBootAssignment = false; ///< it changes what the next boots do, and nothing that runs now
    Drivers drivers = Drivers::None;
    bool needsIdlePolicy = false;
    bool needsVga = false;
    bool takesResetMethod = false;
    bool takesAccepted = false;
    bool takesNextBootOnly = false;
    bool takesCompanions = false;
};
const VerbProperties &propertiesOf(Verb verb);

inline bool needsAddress(Verb verb)
{
    return propertiesOf(verb).needsAddress;
}
inline bool needsFingerprint(Verb verb)
{
    return propertiesOf(verb).needsFingerprint;
}
inline bool isBootAssignment(Verb verb)
{
    return propertiesOf(verb).isBootAssignment;
}

QString toKeyword(Verb verb);
std::optional<Verb> verbFromKeyword(QStringView word);

/// The power state of a spare GPU while no program has it open.
enum class IdlePolicy : quint8 {
    On, ///< it stays active
    D3hot,
    D3cold,
    Auto, ///< the deepest that the kernel and the platform allow
};

/// on, d3hot, d3cold, auto
QString toKeyword(IdlePolicy policy);
std::optional<IdlePolicy> idlePolicyFromKeyword(QStringView word);

/// on, off
QString vgaKeyword(bool on);
std::optional<bool> vgaFromKeyword(QStringView word);

/// What the user wants done, and with which GPU.
struct Goal {
    Verb verb = Verb::Assign;
    PciAddress gpu;
    QString driver; ///< Assign: a VFIO driver; Release: a host driver. Empty: Turnout chooses.
    std::optional<IdlePolicy> idle; ///< Power
    std::optional<bool> vga; ///< Vga: legacy decoding on or off
    QString resetMethod; ///< Reset; empty: in the kernel's order
    QStringList accepted; ///< ids of acceptable blockers that the user accepts, sorted, each once
    bool nextBootOnly = false; ///< Persist: for the next boot only
    QList<PciAddress> with{}; ///< Assign, Persist: functions that go along although they need not; sorted, each once
    QList<PciAddress> without{}; ///< Assign, Persist: functions of the card that stay; sorted, each once, none of `with`

    bool operator==(const Goal &) const = default;
};

/// One of the words of reset_method (drivers/pci/pci.c, pci_reset_fn_methods).
bool isResetMethod(QStringView word);

/// Blockers that the user may accept: the host loses something, but nothing hangs or breaks.
bool isAcceptable(QStringView findingId);

/// Whether the goal has what its verb needs and only what it takes, all of it from the closed sets.
bool isValid(const Goal &goal);

}
