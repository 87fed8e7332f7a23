// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hardening.h"
#include "service.h"
#include "termination.h"

#include <KAuth/HelperSupport>

namespace
{
/// Works on this machine and nothing else. KAuth's main makes one before it does anything of its own.
class InstalledHelper : public helper::Service
{
public:
    InstalledHelper()
        : Service((helper::forgetTheCaller(), helper::refuseNewPrivileges(), helper::holdTermination(), helper::Settings()))
    {
    }
};
}

KAUTH_HELPER_MAIN("org.turnout.helper", InstalledHelper)
