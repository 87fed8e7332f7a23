// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/worker/hardening.h"
#include "service.h"
#include "termination.h"

#include <KAuth/HelperSupport>

#include <cstdio>

namespace
{
/// Works on this machine and nothing else. KAuth's main makes one before it does anything of its own.
class InstalledHelper : public helper::Service
{
public:
    InstalledHelper()
        : Service((helper::forgetTheCaller(), helper::refuseNewPrivileges(), helper::holdTermination(), helper::HelperContext()))
    {
    }
};
}

/// As KAUTH_HELPER_MAIN() has it, but for somebody who asks a program that he found what it is. It takes nothing from its
/// caller, the language neither.
int main(int argc, char **argv)
{
    if (argc > 1) {
        std::fputs(
            "turnout-helper is Turnout's helper, which alone may change devices. The system starts it when\n"
            "turnout or turnout-desktop asks for something; it takes no options. See: turnout --help\n",
            stdout);
        return 0;
    }
    return KAuth::HelperSupport::helperMain(argc, argv, "org.turnout.helper", new InstalledHelper);
}
