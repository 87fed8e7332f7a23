// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/pciaddress.h"

#include <functional>

class QWidget;

namespace app
{

/// Calls `activated` when the user follows a functionLink() in a label of `content`.
void followLinks(const QWidget *content, const std::function<void(const core::PciAddress &)> &activated);

}
