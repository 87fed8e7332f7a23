// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace core
{

/// What a user can ask for. The word of each is its action of the helper (org.turnout.helper.WORD).
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

QString toKeyword(Verb verb);
std::optional<Verb> verbFromKeyword(QStringView word);

/// How deep a spare GPU may sleep while nobody has it open.
enum class IdlePolicy : quint8 {
    On, ///< it stays awake
    D3hot,
    D3cold,
    Auto, ///< as deep as the kernel and the platform allow
};

/// on, d3hot, d3cold, auto
QString toKeyword(IdlePolicy policy);
std::optional<IdlePolicy> idlePolicyFromKeyword(QStringView word);

/// on, off
QString vgaKeyword(bool on);
std::optional<bool> vgaFromKeyword(QStringView word);

/// What is to become of a GPU.
struct Goal {
    Verb verb = Verb::Assign;
    PciAddress gpu;
    QString driver; ///< Assign: a VFIO driver; Release: a host driver. Empty: Turnout chooses.
    std::optional<IdlePolicy> idle; ///< Power
    std::optional<bool> vga; ///< Vga: legacy decoding on or off
    QString resetMethod; ///< Reset; empty: as the kernel orders them
    QStringList accepted; ///< ids of overridable blockers the user takes on, sorted, none twice

    bool operator==(const Goal &) const = default;
};

/// One of the words of reset_method (drivers/pci/pci.c, pci_reset_fn_methods).
bool isResetMethod(QStringView word);

/// Blockers that a user may decide to pass, by name: they concern what the host loses, and nothing hangs or breaks.
/// All others hold for everybody.
bool isAcceptable(QStringView findingId);

/// Whether the goal has what its verb needs and nothing else, all of it from the closed sets.
bool isValid(const Goal &goal);

}
