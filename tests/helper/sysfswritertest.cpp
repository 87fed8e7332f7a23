// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/worker/sysfswriter.h"

#include "simulatedkernel.h"
#include "tests/tools/registered.h"

#include <QTest>

#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

using helper::SysfsWriter;
using helper::Writable;
using namespace Qt::StringLiterals;

namespace
{
const core::PciAddress gpu = address("0000:01:00.0");

int write(const SimulatedKernel &kernel, Writable writable, const QByteArray &value)
{
    const auto context = kernel.context();
    const auto file = SysfsWriter(context.root, context.write).open(writable, gpu, value);
    return file ? file->write() : -1;
}
}

/// The only writer below /sys.
class SysfsWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowNamesItsSource()
    {
        for (const helper::WritableRow &row : helper::writables()) {
            QVERIFY2(*row.name, "a row without a name");
            QVERIFY2(*row.source, row.name);
        }
    }

    /// Every file that the helper can write; extend this list deliberately.
    void onlyThesePathsAreWritten()
    {
        QStringList paths;
        for (const helper::WritableRow &row : helper::writables())
            paths += helper::pathText(row.writable, gpu);
        const QString device = u"/sys/bus/pci/devices/0000:01:00.0/"_s;
        QCOMPARE(paths,
                 (QStringList{device + u"d3cold_allowed",
                              device + u"driver_override",
                              u"/sys/bus/pci/drivers_probe"_s,
                              device + u"turnout/idle_state",
                              device + u"power/control",
                              device + u"reset",
                              device + u"reset_method",
                              device + u"driver/unbind",
                              device + u"turnout/vga_access"}));
    }

    void aValueIsWrittenAndReadBack()
    {
        const SimulatedKernel kernel;
        const SysfsWriter sysfs(kernel.context().root, kernel.context().write);
        QCOMPARE(*sysfs.read(Writable::DriverOverride, gpu), QByteArray()); // "(null)"
        QCOMPARE(write(kernel, Writable::DriverOverride, "vfio-pci\n"), 0);
        QCOMPARE(*sysfs.read(Writable::DriverOverride, gpu), "vfio-pci"_ba);
        QCOMPARE(write(kernel, Writable::DriverOverride, "\n"), 0);
        QCOMPARE(*sysfs.read(Writable::DriverOverride, gpu), QByteArray());
    }

    void theBoundDriverIsRead()
    {
        const SimulatedKernel kernel;
        const SysfsWriter sysfs(kernel.context().root, kernel.context().write);
        QCOMPARE(*sysfs.driver(gpu), "amdgpu"_ba);
        QCOMPARE(write(kernel, Writable::Unbind, "0000:01:00.0"), 0);
        QCOMPARE(*sysfs.driver(gpu), QByteArray());
        QVERIFY(!sysfs.driver(address("0000:09:00.0")).ok());
    }

    void kernelErrorsAreReturned_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("error");
        for (const int error : {EBUSY, EINVAL, ENODEV, EPERM, EIO})
            QTest::newRow(::strerrorname_np(error)) << QByteArray::number(error) << error;
        QTest::newRow("a short write") << "short"_ba << EIO;
    }

    void kernelErrorsAreReturned()
    {
        QFETCH(QByteArray, fault);
        const SimulatedKernel kernel;
        kernel.set("driver_override", "0000:01:00.0", fault);
        QTEST(write(kernel, Writable::DriverOverride, "vfio-pci\n"), "error");
    }

    void everyErrorHasACauseAndARemedy_data()
    {
        QTest::addColumn<int>("error");
        for (const int error : {EBUSY, EINVAL, ENODEV, ENXIO, ENOENT, EACCES, EPERM, EIO, ETIMEDOUT, EXDEV, ELOOP})
            QTest::newRow(::strerrorname_np(error)) << error;
    }

    void everyErrorHasACauseAndARemedy()
    {
        QFETCH(int, error);
        for (const helper::WritableRow &row : helper::writables()) {
            const core::Error made = helper::writeError(row.writable, gpu, "value", error);
            QVERIFY2(made.what.contains(QLatin1String(row.name)), row.name);
            QVERIFY(!made.why.isEmpty());
            QVERIFY(!made.remedy.isEmpty());
        }
    }

    void aMissingFileIsNotCreated()
    {
        const SimulatedKernel kernel;
        const auto file = SysfsWriter(kernel.context().root).open(Writable::VgaAccess, gpu, "off");
        QVERIFY(!file.ok());
        QVERIFY(!QFileInfo::exists(kernel.tree().path("sys/bus/pci/devices/0000:01:00.0/turnout")));
    }

    /// A directory tree at /sys that is no sysfs, as in a container's root.
    void onlyARealSysfsIsWrittenTo()
    {
        const SimulatedKernel kernel;
        constexpr int noRights = 77;
        const pid_t child = ::fork();
        if (child == 0) {
            const QByteArray root = QFile::encodeName(kernel.tree().path());
            if (::chroot(root.constData()) != 0 && (::unshare(CLONE_NEWUSER) != 0 || ::chroot(root.constData()) != 0))
                ::_exit(noRights);
            const bool isThere = ::access("/sys/bus/pci/devices/0000:01:00.0/driver_override", W_OK) == 0;
            const SysfsWriter sysfs;
            const bool refused = !sysfs.open(Writable::DriverOverride, gpu, "x").ok() && !sysfs.read(Writable::DriverOverride, gpu).ok();
            ::_exit(isThere && refused ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY2(!WIFEXITED(status) || WEXITSTATUS(status) != noRights, "this user may not change the root directory");
        QCOMPARE(status, 0);
    }

    void aSymbolicLinkIsNotFollowed()
    {
        const SimulatedKernel kernel;
        const QByteArray attribute = "sys/bus/pci/devices/0000:01:00.0/driver_override";
        kernel.tree().remove(attribute);
        kernel.tree().file("elsewhere", "untouched");
        kernel.tree().link(attribute, kernel.tree().path("elsewhere").toUtf8());
        const auto file = SysfsWriter(kernel.context().root).open(Writable::DriverOverride, gpu, "x");
        QVERIFY(!file.ok());
        QVERIFY2(file.error().remedy.contains(u"tampered"_s), qPrintable(file.error().text()));
    }
};

TURNOUT_TEST(SysfsWriterTest)

#include "sysfswritertest.moc"
