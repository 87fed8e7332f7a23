// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

namespace helper
{

/// Forgets whatever started this process: its environment (plugin paths, bus addresses, locales), working directory and
/// file mode mask. First thing in the program, before Qt looks at any of it.
void forgetTheCaller();

/// What it starts gets no more rights than it has itself, setuid or not. Not for turnout-persist: hooks of an initramfs's
/// builder may use sudo to work as somebody else, which refuses then.
void refuseNewPrivileges();

}
