// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "directclient.h"
#include "helper/worker/modules.h"
#include "tests/tools/registered.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// Why a module is not there although loading it reported no error, as systemd's modprobe@.service does.
class ModulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theReasonIsFound_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("why");
        QTest::newRow("not installed") << "lib/modules/6.12.0-test/modules.dep"_ba << "kernel/drivers/vfio/vfio_iommu_type1.ko.xz:\n"_ba << u"not installed"_s;
        QTest::newRow("blacklisted") << "etc/modprobe.d/mine.conf"_ba << "# no\nblacklist   vfio-pci\n"_ba << u"/etc/modprobe.d/mine.conf: blacklist vfio-pci"_s;
        QTest::newRow("install false") << "usr/lib/modprobe.d/vendor.conf"_ba << "install vfio_pci /bin/false\n"_ba << u"install vfio_pci /bin/false"_s;
        QTest::newRow("kernel parameter") << "proc/cmdline"_ba << "quiet module_blacklist=nouveau,vfio_pci\n"_ba << u"/proc/cmdline: module_blacklist=nouveau,vfio_pci"_s;
        QTest::newRow("modprobe's parameter") << "proc/cmdline"_ba << "modprobe.blacklist=vfio-pci quiet\n"_ba << u"modprobe.blacklist=vfio-pci"_s;
        QTest::newRow("lockdown") << "sys/kernel/security/lockdown"_ba << "none [integrity] confidentiality\n"_ba << u"signed modules only"_s;
        QTest::newRow("enforced signatures") << "sys/module/module/parameters/sig_enforce"_ba << "Y\n"_ba << u"signed modules only"_s;
        QTest::newRow("another blacklisted") << "etc/modprobe.d/mine.conf"_ba << "blacklist nouveau\n"_ba << u"installed and not blocked"_s;
        QTest::newRow("no lockdown") << "sys/kernel/security/lockdown"_ba << "[none] integrity confidentiality\n"_ba << u"installed and not blocked"_s;
    }

    void theReasonIsFound()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, content);
        QFETCH(QString, why);
        const SimulatedKernel kernel;
        kernel.tree().file(file, content);
        const core::Error error = helper::moduleNotLoaded(kernel.context(), u"vfio-pci"_s);
        QVERIFY2(error.why.contains(why), qPrintable(error.text()));
        QVERIFY(!error.remedy.isEmpty());
    }

    /// NixOS has no /lib/modules.
    void modulesOfTheBootedSystemAreFound()
    {
        const SimulatedKernel kernel;
        const QDir root(kernel.context().root);
        QVERIFY(root.mkpath(u"run/booted-system/kernel-modules/lib"_s));
        QVERIFY(QDir().rename(root.filePath(u"lib/modules"_s), root.filePath(u"run/booted-system/kernel-modules/lib/modules"_s)));
        const core::Error error = helper::moduleNotLoaded(kernel.context(), u"vfio-pci"_s);
        QVERIFY2(error.why.contains(u"installed and not blocked"_s), qPrintable(error.text()));
    }

    void aModuleThatDoesNotAppearFailsTheChange()
    {
        const SimulatedKernel kernel;
        const QByteArray start = kernel.state();
        kernel.tree().file("etc/modprobe.d/mine.conf", "blacklist turnout_vfio_pci\n");
        kernel.set("modprobe", "turnout_vfio_pci", "ignore");
        const core::Reply reply = DirectClient(kernel).ask(core::Verb::Assign);
        QCOMPARE(reply.outcome, core::Outcome::Undone);
        QVERIFY2(reply.error.why.contains(u"blacklist turnout_vfio_pci"_s), qPrintable(reply.error.text()));
        QCOMPARE(kernel.state(), start);
    }
};

TURNOUT_TEST(ModulesTest)

#include "modulestest.moc"
