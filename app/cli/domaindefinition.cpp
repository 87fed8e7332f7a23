// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "confirmation.h"
#include "domainsource.h"

#include "core/domain/splice.h"
#include "vm/formerdomain.h"

#include <KLocalizedString>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
QString changesOf(const vm::Domain &before, const QByteArray &after)
{
    return core::unifiedDiff(QString::fromUtf8(before.xml), QString::fromUtf8(after));
}

void writeLine(QIODevice &out, const QString &line)
{
    out.write(encoded(line + u'\n'));
}

QString outcomeText(const vm::Domain &domain)
{
    return domain.isRunning
        ? i18nc("@info:shell %1 is the name of a VM", "“%1” is running; the changes take effect when it is shut down and started again.", domain.name)
        : i18nc("@info:shell %1 is the name of a VM", "“%1” is defined; the changes take effect at its next start.", domain.name);
}

/// Reports the outcome, for people or programs.
ExitCode report(const Invocation &call, StandardOutput &out, const vm::Domain &domain, const QString &diff, const QString &text)
{
    if (call.json)
        out.write(jsonBytes({{u"domain"_s, domain.name}, {u"uuid"_s, domain.uuid}, {u"running"_s, domain.isRunning}, {u"diff"_s, diff}}));
    else
        writeLine(out, text);
    return out.finish();
}

/// The change as the user sees it before it is made.
Decision decide(const Invocation &call, StandardOutput &out, const QString &diff)
{
    if (!call.json)
        out.write(encoded(diff));
    return confirm(call, out);
}

core::Error notPersistent(const vm::Domain &domain)
{
    return {i18nc("@info:shell %1 is the name of a VM", "“%1” exists only while it runs, so it has no definition to change.", domain.name),
            {},
            i18nc("@info:shell", "Change the file that it is created from: --domain FILE")};
}
}

ExitCode defineChange(const Invocation &call, vm::Connection &connection, const vm::Domain &before, const QByteArray &after)
{
    if (!before.isPersistent)
        return fail(notPersistent(before));
    const QString diff = changesOf(before, after);
    StandardOutput out;
    if (const Decision decision = decide(call, out, diff); !decision.carryOut)
        return decision.code;
    vm::FormerDomains former(connection.uri());
    // Kept before the change: without a way back it is not made.
    if (const std::optional<core::Error> error = former.keep(before, before))
        return fail(*error);
    const core::Result<vm::Domain> defined = connection.define(after).result();
    if (!defined) {
        former.forget(before);
        return fail(defined.error());
    }
    if (const std::optional<core::Error> error = former.keep(before, *defined))
        complain(*error);
    return report(call, out, *defined, diff, outcomeText(*defined));
}

ExitCode defineNew(const Invocation &call, vm::Connection &connection, const QString &name, const QByteArray &xml)
{
    if (connection.domain(name).result())
        return fail({i18nc("@info:shell %1 is the name of a VM", "There is a VM “%1” already.", name), {}, i18nc("@info:shell", "Choose another name.")});
    StandardOutput out;
    if (const Decision decision = decide(call, out, QString::fromUtf8(xml)); !decision.carryOut)
        return decision.code;
    const core::Result<vm::Domain> defined = connection.define(xml).result();
    if (!defined)
        return fail(defined.error());
    return report(call, out, *defined, {}, i18nc("@info:shell %1 is the name of a VM", "“%1” is defined. Start it with: virsh start %1", name));
}

ExitCode undoChange(const Invocation &call, vm::Connection &connection, const vm::Domain &now)
{
    vm::FormerDomains former(connection.uri());
    const core::Result<QByteArray> xml = former.former(now);
    if (!xml)
        return fail(xml.error());
    const QString diff = changesOf(now, *xml);
    StandardOutput out;
    if (const Decision decision = decide(call, out, diff); !decision.carryOut)
        return decision.code;
    const core::Result<vm::Domain> defined = connection.define(*xml).result();
    if (!defined)
        return fail(defined.error());
    former.forget(now);
    return report(call, out, *defined, diff, outcomeText(*defined));
}

}
