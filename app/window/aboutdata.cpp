// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "aboutdata.h"

#include "turnout_version.h"

#include <KAboutData>
#include <KLocalizedString>

namespace app
{

void setApplicationData()
{
    KLocalizedString::setApplicationDomain(TRANSLATION_DOMAIN);
    KAboutData about(QStringLiteral("turnout"),
                     i18nc("@title", "Turnout"),
                     QStringLiteral(TURNOUT_VERSION_STRING),
                     i18nc("@info", "Assigns a spare GPU to virtual machines and returns it to the host"),
                     KAboutLicense::GPL_V2,
                     i18nc("@info:credit", "© 2026 The Turnout authors"));
    about.setBugAddress({}); // else KDE's bug tracker and donations would be offered
    about.setLicense(KAboutLicense::GPL_V2, KAboutLicense::OrLaterVersions);
    about.setDesktopFileName(QStringLiteral("org.turnout.Turnout"));
    about.setOrganizationDomain("turnout.org");
    KAboutData::setApplicationData(about);
}

}
