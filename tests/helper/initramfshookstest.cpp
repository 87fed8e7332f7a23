// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/boot/bootassignment.h"
#include "scriptcopy.h"
#include "tests/tools/registered.h"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{
const QByteArray table =
    "# a comment with a last word\n"
    "a 0x030000 0x10de 0x1f02 0x1462 0x3752 0xa1 turnout_vfio_pci\n"
    "b 0x040300 0x10de 0x10f9 0x1462 0x3752 0xa1 vfio-pci\n"
    "c 0x0c0330 0x10de 0x1ada 0x1462 0x3752 0xa1 vfio-pci\n";

/// The output of `script` with the hook `name`, where functions of the initramfs builder print their arguments.
QStringList output(const Tree &tree, const QString &name, const QString &script)
{
    const QString installed = QStringLiteral(HOOKS) + u'/' + name;
    const QString hook = name == u"mkinitcpio"_s ? copyWithRoot(tree, installed) : installed; // dracut has its own root variable
    QProcess bash;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"dracutsysrootdir"_s, tree.path());
    bash.setProcessEnvironment(environment);
    bash.setProcessChannelMode(QProcess::MergedChannels);
    bash.start(u"/bin/bash"_s,
               {u"-euc"_s,
                u"for call in add_file add_symlink add_module add_runscript inst_simple inst_hook instmods; do"
                " eval \"$call() { echo $call \\$*; }\"; done; . "_s
                    + hook + u"; "_s + script});
    bash.waitForFinished();
    return QString::fromUtf8(bash.readAll()).split(u'\n', Qt::SkipEmptyParts);
}
}

/// What the hooks add to an initramfs. The initramfs-tools hook needs that program, so ./dev vm tests it.
class InitramfsHooksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mkinitcpioAddsTheScriptForBusyboxAndSystemd()
    {
        const Tree tree;
        tree.file(core::bootTableFile, table);
        const QStringList lines = output(tree, u"mkinitcpio"_s, u"build"_s);
        const QStringList wanted{
            u"add_file /etc/udev/rules.d/70-turnout.rules"_s,
            u"add_file /etc/turnout/boot-assignments.table"_s,
            u"add_file /usr/lib/turnout/override"_s,
            u"add_runscript"_s,
            u"add_file /usr/lib/systemd/system/turnout-override.service"_s,
            u"add_symlink /usr/lib/systemd/system/sysinit.target.wants/turnout-override.service /usr/lib/systemd/system/turnout-override.service"_s,
            u"add_module vfio_iommu_type1"_s,
            u"add_module turnout_vfio_pci"_s,
            u"add_module vfio-pci"_s,
        };
        QCOMPARE(lines, wanted);
    }

    void dracutAddsAssignmentsDriversAndThePreUdevHook()
    {
        const Tree tree;
        tree.file(core::bootTableFile, table);
        const QStringList lines = output(tree, u"dracut"_s, u"moddir=/module; check && installkernel && install"_s);
        const QStringList wanted{
            u"instmods vfio_iommu_type1 turnout_vfio_pci vfio-pci"_s,
            u"inst_simple /etc/udev/rules.d/70-turnout.rules"_s,
            u"inst_simple /etc/turnout/boot-assignments.table"_s,
            u"inst_hook pre-udev 10 /module/override.sh"_s,
        };
        QCOMPARE(lines, wanted);
    }

    /// The hook itself needs initramfs-tools' functions; the command that lists the drivers is the same in all three.
    void allThreeListTheDriversAlike()
    {
        const QByteArray command = "sed -n '/^[^#]/s/.* //p'";
        for (const char *name : {"mkinitcpio", "dracut", "initramfs-tools"}) {
            QFile hook(QStringLiteral(HOOKS "/") + QLatin1StringView(name));
            QVERIFY(hook.open(QIODevice::ReadOnly));
            QVERIFY2(hook.readAll().contains(command), name);
        }
    }

    void withoutBootAssignmentsTheImageIsUnchanged()
    {
        const Tree tree;
        QCOMPARE(output(tree, u"mkinitcpio"_s, u"build"_s), QStringList());
        QCOMPARE(output(tree, u"dracut"_s, u"check || echo left out"_s), QStringList{u"left out"_s});
    }
};

TURNOUT_TEST(InitramfsHooksTest)

#include "initramfshookstest.moc"
