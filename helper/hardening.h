// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

namespace helper
{

/// Drops the caller's environment (plugin paths, bus addresses, locales, logging rules), working directory and umask. Call
/// it before Qt reads any of them.
void forgetTheCaller();

/// Keeps programs that this process starts from gaining rights by setuid. Not for turnout-persist: hooks of an initramfs
/// builder may use sudo to drop rights, which would refuse.
void refuseNewPrivileges();

}
