// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "modules.h"

#include "helper/files.h"
#include "host/machine/kernelmodules.h"

#include <KLocalizedString>
#include <QDir>

#include <array>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
/// modprobe takes '-' and '_' for the same.
QByteArray plainName(QByteArray name)
{
    return name.trimmed().replace('-', '_');
}

QByteArray kernelRelease(const HelperContext &context)
{
    return readFile(context.pathOf("proc/sys/kernel/osrelease")).trimmed();
}

bool isInstalled(const HelperContext &context, const QByteArray &module)
{
    const auto access = std::make_unique<host::Access>();
    const host::Directory root = host::Directory::ofMachine(*access, context.root);
    const std::array names{module.constData()};
    return !host::installedModules(host::modulesDirectory(root, kernelRelease(context).toStdString()), names).isEmpty();
}

/// The line of modprobe.d(5) that keeps the module from being loaded, with its file; empty for none.
QString blockingLine(const HelperContext &context, const QByteArray &module)
{
    for (const char *relative : {"etc/modprobe.d", "run/modprobe.d", "usr/local/lib/modprobe.d", "usr/lib/modprobe.d", "lib/modprobe.d"}) {
        const QDir directory(context.pathOf(relative));
        const QStringList files = directory.entryList({u"*.conf"_s}, QDir::Files, QDir::Name);
        for (const QString &file : files) {
            const QList<QByteArray> lines = readFile(directory.filePath(file)).split('\n');
            for (const QByteArray &line : lines) {
                const QList<QByteArray> words = line.simplified().split(' ');
                const bool blocks = words[0] == "blacklist" || (words[0] == "install" && words.value(2).endsWith("/false"));
                if (blocks && plainName(words.value(1)) == module)
                    return u'/' + QLatin1StringView(relative) + u'/' + file + u": "_s + QString::fromLatin1(line.simplified());
            }
        }
    }
    return {};
}

/// The kernel parameter that does the same (Documentation/admin-guide/kernel-parameters.txt; kmod's modprobe.blacklist=).
QString blockingParameter(const HelperContext &context, const QByteArray &module)
{
    const QList<QByteArray> parameters = readFile(context.pathOf("proc/cmdline")).simplified().split(' ');
    for (const QByteArray &parameter : parameters) {
        const qsizetype equals = parameter.indexOf('=');
        const QByteArray name = parameter.left(equals);
        const QList<QByteArray> modules = plainName(parameter.mid(equals + 1)).split(',');
        if ((name == "module_blacklist" || name == "modprobe.blacklist") && modules.contains(module))
            return u"/proc/cmdline: "_s + QString::fromLatin1(parameter);
    }
    return {};
}

bool needsSignature(const HelperContext &context)
{
    const QByteArray lockdown = readFile(context.pathOf("sys/kernel/security/lockdown"));
    return readFile(context.pathOf("sys/module/module/parameters/sig_enforce")).trimmed() == "Y" || (!lockdown.isEmpty() && !lockdown.contains("[none]"));
}
}

core::Error moduleNotLoaded(const HelperContext &context, const QString &module)
{
    core::Error error{i18nc("@info %1 is a kernel module", "The kernel module %1 could not be loaded.", module), {}, {}};
    const QByteArray name = plainName(module.toLatin1());
    const QString line = blockingLine(context, name);
    const QString blocking = line.isEmpty() ? blockingParameter(context, name) : line;
    if (!isInstalled(context, name)) {
        error.why = i18nc("@info %1 is a kernel release", "It is not installed for the running kernel (%1).", QString::fromLatin1(kernelRelease(context)));
        error.remedy = i18nc("@info", "Install it for this kernel. If the kernel was just updated, restart the computer.");
    } else if (!blocking.isEmpty()) {
        error.why = i18nc("@info %1 is a file with a line of it", "It is blocked: %1", blocking);
        error.remedy = i18nc("@info", "Remove that entry, then try again.");
    } else if (needsSignature(context)) {
        error.why = i18nc("@info", "The kernel loads signed modules only, because of Secure Boot or its lockdown mode.");
        error.remedy = i18nc("@info", "Sign the module with a key that the firmware knows (“mokutil”), or choose a driver that comes with the kernel.");
    } else {
        error.why = i18nc("@info", "It is installed and not blocked.");
        error.remedy = i18nc("@info", "Run “journalctl -k” to see what the kernel reports about it.");
    }
    return error;
}

}
