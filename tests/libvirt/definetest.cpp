// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tests/app/cli/turnoutprocess.h"
#include "tests/tools/registered.h"
#include "vm/connection.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{
const QString source = QStringLiteral(TURNOUT_SOURCE);
const QString node = u"test://"_s + source + u"/tests/libvirt/node.xml"_s;
const QStringList snapshot = {u"--snapshot"_s, source + u"/resources/samples/threadripper-workstation.json"_s};

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
}

/// The verbs on the test driver, whose host each process has for itself: what one defines, the next does not see.
class DefineTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_state;

    Outcome run(QStringList arguments) const
    {
        return turnout(arguments + snapshot, {{u"XDG_STATE_HOME"_s, m_state.path()}});
    }

private Q_SLOTS:
    void a_domain_of_libvirt_is_edited()
    {
        const Outcome outcome = run({u"xml"_s, u"41:00.0"_s, u"--domain"_s, u"plain"_s, u"--connect"_s, node});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY(outcome.out.contains("bus='0x41' slot='0x00' function='0x1'"));
        QVERIFY(outcome.out.contains("passwd='secret'"));
    }

    void a_definition_shows_the_difference_without_passwords()
    {
        const Outcome outcome = run({u"xml"_s, u"41:00.0"_s, u"--domain"_s, u"plain"_s, u"--define"_s, u"--yes"_s, u"--connect"_s, node});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY2(outcome.out.contains("\n+    <hostdev mode='subsystem'"), outcome.out.constData());
        QVERIFY(!outcome.out.contains("secret"));
        QVERIFY(outcome.out.contains("is running; the changes take effect when it is shut down"));
    }

    void without_an_answer_nothing_is_defined()
    {
        const Outcome outcome = run({u"xml"_s, u"41:00.0"_s, u"--domain"_s, u"plain"_s, u"--define"_s, u"--connect"_s, node});
        QCOMPARE(outcome.code, 1);
        QVERIFY(outcome.err.contains("needs a confirmation"));
    }

    void an_undo_needs_a_change()
    {
        const Outcome outcome = run({u"xml"_s, u"41:00.0"_s, u"--domain"_s, u"claimer"_s, u"--undo"_s, u"--yes"_s, u"--connect"_s, node});
        QCOMPARE(outcome.code, 1);
        QVERIFY(outcome.err.contains("no change of “claimer” to undo"));
    }

    void a_new_name_must_be_free()
    {
        const QStringList wish = {u"--capabilities"_s,
                                  source + u"/tests/fixtures/capabilities/debian13-domain.xml"_s,
                                  u"--guest"_s,
                                  u"linux"_s,
                                  u"--memory"_s,
                                  u"1G"_s,
                                  u"--disk"_s,
                                  u"none"_s,
                                  u"--define"_s,
                                  u"--yes"_s};
        const Outcome outcome = run(QStringList{u"xml"_s, u"41:00.0"_s, u"--new"_s, u"plain"_s, u"--connect"_s, node} + wish);
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("There is a VM “plain” already"), outcome.err.constData());
    }

    void lint_knows_the_other_domains()
    {
        const Outcome all = run({u"lint"_s, u"--all"_s, u"--json"_s, u"--connect"_s, node});
        const QJsonObject object = QJsonDocument::fromJson(all.out).object();
        QCOMPARE(object["domains"_L1].toInt(), 2);
        QCOMPARE(object["findings"_L1].toArray().first()["id"_L1].toString(), u"missing-function"_s);
        QTemporaryDir dir;
        QFile file(dir.filePath(u"vm.xml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "<domain type='test'><name>vm</name><devices><hostdev mode='subsystem' type='pci' managed='yes'><source><address bus='0x41'/></source></hostdev>"
            "<hostdev mode='subsystem' type='pci' managed='yes'><source><address bus='0x41' function='1'/></source></hostdev></devices></domain>");
        file.close();
        const Outcome one = run({u"lint"_s, file.fileName(), u"--json"_s, u"--connect"_s, node});
        QCOMPARE(one.code, 1);
        QVERIFY2(one.out.contains("claimed-by-other-domain") && one.out.contains("claimer"), one.out.constData());
    }

    void a_new_domain_is_accepted_by_define_with_validate_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : QDir(source + u"/tests/app/cli/domains"_s).entryList({u"*.xml"_s}))
            QTest::newRow(qPrintable(name)) << name;
    }

    /// The test driver's schema is that of libvirt; only its type and QEMU's namespace are not for it.
    void a_new_domain_is_accepted_by_define_with_validate()
    {
        QFETCH(const QString, name);
        const QStringList unknown = {u"iommufd.xml"_s, u"igd.xml"_s};
        if (unknown.contains(name))
            QSKIP("The test driver, or libvirt 11.3, does not know what this domain needs.");
        QByteArray xml = contents(source + u"/tests/app/cli/domains/"_s + name);
        xml.replace("<domain type=\"kvm\"", "<domain type=\"test\"");
        const auto connection = vm::Connection::open(node, vm::Access::Full);
        const core::Result<vm::Domain> defined = (*connection)->define(xml).result();
        QVERIFY2(defined.ok(), qPrintable(defined.ok() ? QString() : defined.error().text()));
    }
};

TURNOUT_TEST(DefineTest)

#include "definetest.moc"
