// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/window/widgets/infocard.h"

#include "core/checks/finding.h"
#include "core/result.h"
#include "core/snapshot/snapshot.h"

#include <optional>

namespace app
{

/// A card of the side pane: one thing that speaks for or against giving the function away. All rich text.
struct Reason {
    std::optional<core::Severity> severity; ///< none: an explanation
    QString text;
    QString remedy; ///< may be empty
    QString evidence; ///< may be empty

    bool operator==(const Reason &) const = default;
};

/// `here`: the function that is shown, so that no link leads to it.
Reason reasonOf(const core::Finding &finding, const core::Snapshot &snapshot, const core::PciAddress &here);

/// The labels in it may hold functionLink()s; the pane connects them.
InfoCard *makeReasonCard(const Reason &reason, QWidget *parent);
/// What went wrong, why, and what to do.
InfoCard *makeErrorCard(const core::Error &error, QWidget *parent);

}
