// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/text/steptext.h"
#include "helper/worker/writable.h"
#include "tests/tools/registered.h"

#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using core::Action;
using core::Step;

namespace
{
const core::PciAddress gpu{0, 1, 0, 0};

Step step(Action action, const QString &value = {}, const QString &before = {}, const QString &expected = {})
{
    return {.action = action, .address = gpu, .value = value, .before = before, .expected = expected.isEmpty() ? value : expected};
}

/// One step of each kind, as in a plan.
QList<Step> oneOfEach()
{
    return {step(Action::LoadModule, u"vfio_pci"_s),
            step(Action::SetPowerControl, u"on"_s, u"auto"_s),
            step(Action::SetDriverOverride, u"vfio-pci"_s),
            {.action = Action::Unbind, .address = gpu, .value = {}, .before = u"nouveau"_s, .expected = {}},
            step(Action::Probe, {}, {}, u"vfio-pci"_s),
            step(Action::SetIdleState, u"d3cold"_s, u"d0"_s),
            step(Action::SetD3coldAllowed, u"1"_s, u"0"_s),
            step(Action::SetVgaAccess, u"off"_s, u"on"_s),
            step(Action::SetResetMethod, u"flr bus"_s, u"bus"_s),
            step(Action::Reset)};
}
}

class StepTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStepHasItsOwnSentence()
    {
        QSet<QString> sentences;
        for (const Step &each : oneOfEach()) {
            QVERIFY(core::isValid(each));
            const QString text = app::stepText(each);
            QVERIFY2(each.action == Action::LoadModule || text.contains(u"01:00.0"_s), qPrintable(text));
            QVERIFY2(!text.contains(u"0000:") && !text.endsWith(u'.'), qPrintable(text));
            sentences.insert(text);
        }
        QCOMPARE(sentences.size(), oneOfEach().size());
    }

    void theCommandNamesTheFileThatTheHelperOpens_data()
    {
        QTest::addColumn<Step>("step");
        QTest::addColumn<helper::Writable>("writable");
        using enum helper::Writable;
        const std::array writables{PowerControl, DriverOverride, Unbind, DriversProbe, IdleState, D3coldAllowed, VgaAccess, ResetMethod, Reset};
        const QList<Step> steps = oneOfEach().sliced(1); // loading a module writes no file
        for (qsizetype i = 0; i < steps.size(); ++i)
            QTest::newRow(qPrintable(core::toKeyword(steps[i].action))) << steps[i] << writables[i];
    }

    void theCommandNamesTheFileThatTheHelperOpens()
    {
        QFETCH(Step, step);
        QFETCH(helper::Writable, writable);
        const QString path = u'/' + QString::fromStdString(helper::directoryOf(writable, gpu)) + u'/' + QLatin1StringView(helper::row(writable).name);
        QVERIFY2(app::stepCommand(step).endsWith(u" > "_s + path), qPrintable(app::stepCommand(step) + u" is not "_s + path));
    }

    void driverPlaceholdersAreNotShown()
    {
        for (const QLatin1StringView any : {core::anyHostDriver, core::anyButVfio}) {
            for (const Step &each :
                 {step(Action::Probe, {}, {}, any), Step{.action = Action::Unbind, .address = gpu, .value = {}, .before = any, .expected = {}}}) {
                const QString text = app::stepText(each);
                QVERIFY2(!text.contains(any), qPrintable(text));
            }
        }
    }

    void theCommandShowsTheValue()
    {
        QCOMPARE(app::stepCommand(step(Action::SetDriverOverride, {}, u"vfio-pci"_s)), u"echo > /sys/bus/pci/devices/0000:01:00.0/driver_override"_s);
        QCOMPARE(app::stepCommand(step(Action::SetResetMethod, u"flr bus"_s)), u"echo \"flr bus\" > /sys/bus/pci/devices/0000:01:00.0/reset_method"_s);
        QCOMPARE(app::stepCommand(step(Action::LoadModule, u"vfio_pci"_s)), u"modprobe vfio_pci"_s);
    }
};

TURNOUT_TEST(StepTextTest)
#include "steptexttest.moc"
