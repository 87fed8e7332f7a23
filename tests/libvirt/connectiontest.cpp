// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "vm/connection.h"
#include "tests/tools/registered.h"
#include "vm/formerdomain.h"

#include "core/domain/hostcapabilities.h"

#include <QDir>
#include <QDirIterator>
#include <QStandardPaths>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;

namespace
{
const QString node = u"test://"_s + QStringLiteral(TURNOUT_SOURCE) + u"/tests/libvirt/node.xml"_s;

/// A folder of the state that only these tests use.
QString stateFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericStateLocation) + u"/turnout/domains"_s;
}
}

class ConnectionTest : public QObject
{
    Q_OBJECT

private:
    static std::unique_ptr<vm::Connection> opened(const QString &uri = node)
    {
        core::Result<std::unique_ptr<vm::Connection>> connection = vm::Connection::open(uri, vm::Access::Full);
        return connection ? std::move(connection).value() : nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QDir(stateFolder()).removeRecursively();
    }

    void domains_are_listed_with_what_they_start_with_next()
    {
        const auto connection = opened();
        const core::Result<QList<vm::Domain>> all = connection->domains().result();
        QVERIFY(all.ok());
        QCOMPARE(all->size(), 2);
        QCOMPARE(all->at(0).name, u"claimer"_s);
        QVERIFY(all->at(0).isRunning && all->at(0).isPersistent && !all->at(0).hasSavedState);
        QCOMPARE(all->at(1).uuid, u"6695eb01-f6a4-8304-79aa-97f2502e1931"_s);
    }

    void passwords_are_read_because_a_definition_needs_them()
    {
        QVERIFY(opened()->domain(u"plain"_s).result()->xml.contains("passwd='secret'"));
        const core::Result<std::unique_ptr<vm::Connection>> reading = vm::Connection::open(node, vm::Access::ReadOnly);
        QVERIFY(reading.ok());
        QVERIFY(!(*reading)->domain(u"plain"_s).result()->xml.contains("secret"));
    }

    void errors_say_what_libvirt_reports()
    {
        const core::Result<vm::Domain> none = opened()->domain(u"nowhere"_s).result();
        QVERIFY(!none.ok());
        QVERIFY2(none.error().text().contains(u"no VM “nowhere”") && none.error().why.contains(u"Libvirt reports"), qPrintable(none.error().text()));
        const core::Result<std::unique_ptr<vm::Connection>> wrong = vm::Connection::open(u"nosuch:///driver"_s, vm::Access::Full);
        QVERIFY(!wrong.ok());
        QVERIFY(wrong.error().what.contains(u"nosuch:///driver") && !wrong.error().remedy.isEmpty());
        const core::Result<vm::Domain> invalid = opened()->define("<domain type='test'><name>x</name><unknown/></domain>").result();
        QVERIFY(!invalid.ok());
        QVERIFY(invalid.error().what.contains(u"nothing was changed"));
    }

    void a_definition_changes_how_a_domain_starts()
    {
        const auto connection = opened();
        vm::Domain domain = *connection->domain(u"plain"_s).result();
        QByteArray xml = domain.xml;
        xml.replace("<vcpu placement='static'>2</vcpu>", "<vcpu placement='static'>1</vcpu>");
        QVERIFY(xml != domain.xml);
        const core::Result<vm::Domain> defined = connection->define(xml).result();
        QVERIFY2(defined.ok(), qPrintable(defined.ok() ? QString() : defined.error().text()));
        QVERIFY(defined->xml.contains(">1</vcpu>") && defined->isRunning);
        QVERIFY(defined->xml.contains("passwd='secret'"));
        // What libvirt wrote, it writes again: an undo is exact.
        QCOMPARE(connection->define(domain.xml).result()->xml, domain.xml);
    }

    void calls_run_on_a_thread_of_their_own()
    {
        const auto connection = opened();
        QThread *where = nullptr;
        connection->domains()
            .then([&where](const core::Result<QList<vm::Domain>> &) {
                where = QThread::currentThread();
            })
            .waitForFinished();
        QVERIFY(where && where != QThread::currentThread());
    }

    void the_host_is_described()
    {
        const core::Result<QByteArray> xml = opened()->hostCapabilities().result();
        QVERIFY(xml.ok());
        QVERIFY(core::HostCapabilities::parse(*xml).ok());
    }

    void a_former_domain_is_kept_for_its_owner_only()
    {
        vm::FormerDomains former(node);
        vm::Domain before;
        before.name = u"vm"_s;
        before.uuid = u"6695eb01-f6a4-8304-79aa-97f2502e1933"_s;
        before.xml = "<domain>before</domain>";
        vm::Domain after = before;
        after.xml = "<domain>after</domain>";
        QVERIFY(!former.former(after).ok());
        QVERIFY(!former.keep(before, after));
        QCOMPARE(*former.former(after), before.xml);
        QDirIterator files(stateFolder(), QDir::Files, QDirIterator::Subdirectories);
        QVERIFY(files.hasNext());
        const QFileInfo file = files.nextFileInfo();
        QCOMPARE(file.permissions() & ~(QFileDevice::ReadUser | QFileDevice::WriteUser), QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        vm::Domain changed = after;
        changed.xml = "<domain>by someone else</domain>";
        QVERIFY(former.former(changed).error().text().contains(u"has changed the VM since"));
        former.forget(after);
        QVERIFY(former.former(after).error().text().contains(u"no change"));
    }
};

TURNOUT_TEST(ConnectionTest)

#include "connectiontest.moc"
