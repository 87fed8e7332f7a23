// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "host/monitors/machinemonitor.h"
#include "tests/tools/registered.h"

// glib names a struct member like Qt's keyword
#undef signals
#include <umockdev.h>

#include <QSignalSpy>
#include <QTest>

/// Runs below umockdev-wrapper, which puts a udev of its own in place of the machine's.
class UdevMonitorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_testbed = umockdev_testbed_new();
        QVERIFY2(umockdev_in_mock_environment(), "start this with umockdev-wrapper");
        m_function = umockdev_testbed_add_device(m_testbed, "pci", "0000:01:00.0", nullptr, "class", "0x030000", nullptr, nullptr);
        m_other = umockdev_testbed_add_device(m_testbed, "thermal", "zone0", nullptr, "temp", "1", nullptr, nullptr);
    }

    void cleanupTestCase()
    {
        g_free(m_function);
        g_free(m_other);
        g_clear_object(&m_testbed);
    }

    void anEventOfAFunctionIsReported()
    {
        host::MachineMonitor monitor;
        QVERIFY(monitor.isListeningToUdev());
        QSignalSpy changed(&monitor, &host::MachineMonitor::changed);
        umockdev_testbed_uevent(m_testbed, m_function, "change");
        QVERIFY(changed.wait());
        QCOMPARE(changed.count(), 1);
    }

    void aBurstIsReportedOnce()
    {
        host::MachineMonitor monitor;
        QSignalSpy changed(&monitor, &host::MachineMonitor::changed);
        for (int i = 0; i < 8; ++i) // more do not fit into the socket unread
            umockdev_testbed_uevent(m_testbed, m_function, i % 2 ? "bind" : "unbind");
        QVERIFY(changed.wait());
        QVERIFY(!changed.wait(500));
        QCOMPARE(changed.count(), 1);
    }

    void whatDoesNotConcernFunctionsIsNotReported()
    {
        host::MachineMonitor monitor;
        QSignalSpy changed(&monitor, &host::MachineMonitor::changed);
        umockdev_testbed_uevent(m_testbed, m_other, "change");
        QVERIFY(!changed.wait(500));
    }

    void eventsAfterTheFirstSignalAreReportedAgain()
    {
        host::MachineMonitor monitor;
        QSignalSpy changed(&monitor, &host::MachineMonitor::changed);
        umockdev_testbed_uevent(m_testbed, m_function, "change");
        QVERIFY(changed.wait());
        umockdev_testbed_uevent(m_testbed, m_function, "change");
        QVERIFY(changed.wait());
    }

private:
    UMockdevTestbed *m_testbed = nullptr;
    char *m_function = nullptr;
    char *m_other = nullptr;
};

TURNOUT_TEST(UdevMonitorTest)

#include "udevmonitortest.moc"
