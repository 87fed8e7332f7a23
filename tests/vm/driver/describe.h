// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

class VfioDevice;

/// Prints every answer of the device, one a line, to be compared with diff. Device-specific regions with their type.
int describe(const VfioDevice &device);
