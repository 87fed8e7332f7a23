// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/shownmachine.h"

class QWidget;

namespace app
{

/// Empty: the user canceled.
QString askForSnapshot(QWidget *parent);

/// Each asks for a file name and writes the file. Nothing where that succeeds, or where the user cancels.
std::optional<core::Error> saveSnapshot(const core::Snapshot &snapshot, QWidget *parent);
std::optional<core::Error> saveMap(const ShownMachine &machine, QWidget *parent);

/// Opens a dialog with the libvirt XML of a GPU.
std::optional<core::Error> showXml(const core::Snapshot &snapshot, const core::PciAddress &gpu, QWidget *parent);

}
