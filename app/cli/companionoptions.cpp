// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "companionoptions.h"

#include <KLocalizedString>
#include <QCommandLineParser>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
QString takeAddresses(const QCommandLineParser &parser, const QString &option, QList<core::PciAddress> &companions)
{
    const QStringList words = parser.values(option);
    for (const QString &word : words) {
        const std::optional<core::PciAddress> address = core::PciAddress::parseTyped(word);
        if (!address)
            return i18nc("@info:shell %1 is what was typed, %2 an option", "“%1” after --%2 is not a PCI address such as 01:00.1.", word, option);
        if (!companions.contains(*address))
            companions.append(*address);
    }
    std::ranges::sort(companions);
    return {};
}
}

QString takeCompanions(const QCommandLineParser &parser, core::Goal &goal)
{
    QString wrong = takeAddresses(parser, u"with"_s, goal.with);
    if (wrong.isEmpty())
        wrong = takeAddresses(parser, u"without"_s, goal.without);
    if (!wrong.isEmpty() || core::isValid(goal))
        return wrong;
    return i18nc("@info:shell", "Use --with and --without for different functions than the GPU, each function once, and each option at most 16 times.");
}

}
