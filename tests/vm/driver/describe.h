// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

class VfioDevice;

/// Prints every result of the device's VFIO interface, one a line, to compare with diff.
int describe(const VfioDevice &device);
