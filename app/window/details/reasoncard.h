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

/// A card of the side pane: one reason for or against assigning the function. All rich text.
struct Reason {
    std::optional<core::Severity> severity; ///< none: an explanation
    QString text;
    QString remedy; ///< may be empty
    QString evidence; ///< may be empty

    bool operator==(const Reason &) const = default;
};

/// `here`: the function that is shown, which gets no link.
Reason reasonOf(const core::Finding &finding, const core::Snapshot &snapshot, const core::PciAddress &here);

/// Its labels may hold functionLink()s; see followLinks().
InfoCard *makeReasonCard(const Reason &reason, QWidget *parent);
InfoCard *makeErrorCard(const core::Error &error, QWidget *parent);

}
