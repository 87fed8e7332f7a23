// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/hardening.h"
#include "service.h"
#include "workerconnection.h"

#include <KAuth/HelperSupport>

#include <cstdio>

namespace
{
/// Works on this machine only. Constructed before KAuth's main reads the environment.
class InstalledHelper : public helper::Service
{
public:
    InstalledHelper()
        : Service((helper::forgetTheCaller(), helper::refuseNewPrivileges(), helper::ServiceContext{.socket = QLatin1StringView(helper::workerSocket)}))
    {
    }
};
}

/// KAUTH_HELPER_MAIN(), plus an explanation for users who run the program. Untranslated, because it takes nothing from the
/// caller.
int main(int argc, char **argv)
{
    if (argc > 1) {
        std::fputs(
            "turnout-helper is the part of Turnout's helper that other programs talk to. The system starts it for\n"
            "turnout and turnout-desktop; it takes no options. See: turnout --help\n",
            stdout);
        return 0;
    }
    return KAuth::HelperSupport::helperMain(argc, argv, "org.turnout.helper", new InstalledHelper);
}
