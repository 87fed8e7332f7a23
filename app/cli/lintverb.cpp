// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "domainsource.h"
#include "findingreport.h"
#include "source.h"
#include "textreport.h"
#include "verbs.h"

#include "core/domain/lint.h"

#include <KLocalizedString>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
/// Enough for the header of an option ROM.
constexpr qint64 romHeader = 64 * 1024;
constexpr qint64 logTail = 64 * 1024;

core::FileFact factOf(const QString &path)
{
    core::FileFact fact;
    const QFileInfo info(path);
    fact.exists = info.exists();
    // QEMU is neither the owner nor in the group of a user's file.
    fact.isReadable = info.permission(QFileDevice::ReadOther);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fact;
    if (const auto ids = core::romIds(file.read(romHeader))) {
        fact.romVendor = ids->first;
        fact.romDevice = ids->second;
    }
    return fact;
}

/// The end of QEMU's log, which root can read.
QString lastErrorOf(const QString &name)
{
    QFile log(u"/var/log/libvirt/qemu/"_s + QString(name).replace(u'/', u'_') + u".log"_s);
    if (!log.open(QIODevice::ReadOnly))
        return {};
    log.seek(std::max<qint64>(0, log.size() - logTail));
    const QString text = QString::fromUtf8(log.readAll());
    // Only what belongs to the last start; a VM that got as far as running has no such error.
    return text.sliced(std::max<qsizetype>(0, text.lastIndexOf(": starting up"_L1)));
}

core::OtherDomain claims(const vm::Domain &domain)
{
    core::OtherDomain other{.name = domain.name, .sources = {}, .isRunning = domain.isRunning};
    if (const core::Result<core::XmlTree> tree = core::parseDomain(domain.xml)) {
        for (const core::XmlNode &hostdev : core::pciHostdevs(*tree))
            other.sources += *core::sourceOf(hostdev);
    }
    return other;
}

/// One domain and its findings.
struct Checked {
    QString name;
    QList<core::DomainFinding> findings;
};

/// What all domains of a call are checked against.
class Checker
{
public:
    Checker(const core::Snapshot &snapshot, bool isThisMachine)
        : m_isThisMachine(isThisMachine)
        , m_host{.snapshot = snapshot, .domain = {}, .host = {}, .others = {}, .files = {}, .hasSavedState = false, .lastError = {}}
    {
    }

    void setTarget(const core::DomainTarget &target)
    {
        if (!target.isAssumed)
            m_host.domain = target.domain;
        m_host.host = target.host;
    }

    void setDomains(const QList<vm::Domain> &domains)
    {
        for (const vm::Domain &domain : domains)
            m_all.append(claims(domain));
    }

    core::LintHost hostFor(const vm::Domain &domain, const core::XmlTree &tree) const
    {
        core::LintHost host = m_host;
        host.others = m_all;
        host.others.removeIf([&](const core::OtherDomain &other) {
            return other.name == domain.name || other.name == tree.root().child(u"name").text();
        });
        host.hasSavedState = domain.hasSavedState;
        if (m_isThisMachine) {
            for (const QString &file : core::filesToCheck(tree))
                host.files.insert(file, factOf(file));
            if (!domain.isRunning && !domain.uuid.isEmpty())
                host.lastError = lastErrorOf(domain.name);
        }
        return host;
    }

    core::Result<Checked> check(const vm::Domain &domain) const
    {
        const core::Result<core::XmlTree> tree = core::parseDomain(domain.xml);
        if (!tree)
            return core::Error{i18nc("@info:shell %1 is a file or the name of a VM", "%1 could not be checked.", domain.name),
                               tree.error().why,
                               tree.error().remedy};
        return Checked{domain.name, core::lint(*tree, hostFor(domain, *tree))};
    }

private:
    bool m_isThisMachine;
    core::LintHost m_host;
    QList<core::OtherDomain> m_all;
};

QJsonObject toJson(const core::DomainFinding &found, const QString &domain)
{
    const core::Finding &finding = found.finding;
    QJsonObject object{{u"id"_s, finding.id},
                       {u"severity"_s, core::toKeyword(finding.severity)},
                       {u"domain"_s, domain},
                       {u"line"_s, found.line},
                       {u"text"_s, finding.text},
                       {u"evidence"_s, finding.evidence},
                       {u"remedy"_s, finding.remedy},
                       {u"fixable"_s, !found.fix.isEmpty()}};
    if (finding.address != core::PciAddress())
        object.insert(u"address"_s, finding.address.toString());
    return object;
}

void addDomain(TextReport &report, const Checked &checked)
{
    report.heading(checked.name);
    if (checked.findings.isEmpty())
        report.paragraph(i18nc("@info:shell", "No findings."), 2);
    for (const core::DomainFinding &found : checked.findings) {
        core::Finding finding = found.finding;
        finding.evidence = i18nc("@info:shell %1 is a number, %2 a part of a file", "line %1: %2", found.line, finding.evidence);
        addFinding(report, finding);
    }
    report.blank();
}

/// Failed where a domain cannot start as it is.
ExitCode result(const QList<Checked> &all, ExitCode written)
{
    const bool isBlocked = std::ranges::any_of(all, [](const Checked &checked) {
        return std::ranges::any_of(checked.findings, [](const core::DomainFinding &found) {
            return found.finding.severity == core::Severity::Blocker;
        });
    });
    return isBlocked ? ExitCode::Failed : written;
}

ExitCode show(const Invocation &call, const QList<Checked> &all)
{
    if (call.json) {
        QJsonArray findings;
        for (const Checked &checked : all) {
            for (const core::DomainFinding &found : checked.findings)
                findings.append(toJson(found, checked.name));
        }
        return result(all, print(QJsonObject{{u"domains"_s, all.size()}, {u"findings"_s, findings}}));
    }
    TextReport report(call.terminal);
    for (const Checked &checked : all)
        addDomain(report, checked);
    return result(all, print(report.bytes()));
}

/// "vm.xml" becomes "vm.fixed.xml", which is replaced if it is there.
QString copyOf(const QString &path)
{
    const QFileInfo info(path);
    const QString suffix = info.suffix().isEmpty() ? QString() : u'.' + info.suffix();
    return path.chopped(suffix.size()) + u".fixed"_s + suffix;
}

ExitCode writeCopy(const Invocation &call, const QByteArray &xml)
{
    const QString path = copyOf(call.domain.domain);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(xml) != xml.size() || !file.commit())
        return fail({i18nc("@info:shell %1 is a file", "The fixes could not be written to %1.", path),
                     i18nc("@info:shell %1 is the system's reason", "The system reports: %1.", file.errorString()),
                     i18nc("@info:shell", "Copy the file to a folder that you may write to.")});
    if (call.json)
        return print(QJsonObject{{u"file"_s, path}});
    return print(encoded(i18nc("@info:shell %1 is a file", "The fixes are in %1.", path) + u'\n'));
}

ExitCode fix(const Invocation &call, Libvirt &libvirt, const Checker &checker, const vm::Domain &domain)
{
    const core::Result<core::XmlTree> tree = core::parseDomain(domain.xml);
    if (!tree)
        return fail(tree.error());
    const core::Result<QByteArray> xml = core::fixed(domain.xml, checker.hostFor(domain, *tree));
    if (!xml)
        return fail(xml.error());
    if (*xml == domain.xml) {
        if (call.json)
            return print(QJsonObject{{u"domain"_s, domain.name}, {u"diff"_s, QString()}});
        return print(encoded(i18nc("@info:shell", "No finding can be fixed automatically.") + u'\n'));
    }
    if (domain.uuid.isEmpty())
        return writeCopy(call, *xml);
    const core::Result<vm::Connection *> connection = libvirt.connection();
    return connection ? defineChange(call, **connection, domain, *xml) : fail(connection.error());
}

/// Every domain of the connection; none where libvirt is not asked or does not answer.
core::Result<QList<vm::Domain>> allDomains(const Invocation &call, Libvirt &libvirt)
{
    const bool isFile = isDomainFile(call.domain.domain) && !call.domain.all;
    if (isFile && call.domain.connect.isEmpty() && !libvirt.describesThisMachine())
        return QList<vm::Domain>();
    const core::Result<vm::Connection *> connection = libvirt.connection(true);
    if (!connection)
        return isFile && call.domain.connect.isEmpty() ? core::Result<QList<vm::Domain>>(QList<vm::Domain>()) : connection.error();
    return (*connection)->domains().result();
}

core::Error needsSnapshot(const QString &uri)
{
    return {i18nc("@info:shell %1 is a URI", "The VMs at %1 cannot be checked against this machine.", uri),
            i18nc("@info:shell", "They run on another host, whose devices libvirt does not describe in full."),
            i18nc("@info:shell", "Save a snapshot there with “turnout snapshot”, and add --snapshot FILE.")};
}
}

ExitCode runLint(const Invocation &call)
{
    Libvirt libvirt(call);
    const bool isRemote = call.snapshot.isEmpty() && call.sysroot.isEmpty() && call.context.root.isEmpty() && !libvirt.describesThisMachine();
    if (isRemote)
        return fail(needsSnapshot(call.domain.connect));
    const core::Result<core::Snapshot> snapshot = read(call, Holders::Skip);
    if (!snapshot)
        return fail(snapshot.error());
    const core::Result<QList<vm::Domain>> all = allDomains(call, libvirt);
    if (!all)
        return fail(all.error());
    const core::Result<core::DomainTarget> target = domainTarget(call, libvirt);
    if (!target)
        return fail(target.error());
    Checker checker(*snapshot, libvirt.describesThisMachine());
    checker.setTarget(*target);
    checker.setDomains(*all);
    QList<vm::Domain> chosen = *all;
    if (!call.domain.all) {
        const core::Result<vm::Domain> domain = domainOf(call, libvirt, true);
        if (!domain)
            return fail(domain.error());
        if (call.domain.fixes)
            return fix(call, libvirt, checker, *domain);
        chosen = {*domain};
    }
    QList<Checked> results;
    for (const vm::Domain &domain : std::as_const(chosen)) {
        core::Result<Checked> checked = checker.check(domain);
        if (!checked)
            return fail(checked.error());
        results.append(std::move(checked).value());
    }
    return show(call, results);
}

}
