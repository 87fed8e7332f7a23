// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/operation/step.h"
#include "core/operation/goal.h"
#include "snapshotbuilder.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::Action;
using core::DeviceSetting;
using core::Step;
using fixture::at;

namespace
{
Step step(Action action, const QString &value, const QString &before, const QString &expected)
{
    return {.action = action, .address = at("01:00.0"), .value = value, .before = before, .expected = expected};
}

const Step toVfio = step(Action::SetDriverOverride, u"vfio-pci"_s, {}, u"vfio-pci"_s);
const Step unbind = step(Action::Unbind, {}, u"nouveau"_s, {});
const Step probe = step(Action::Probe, {}, {}, u"vfio-pci"_s);
const Step active = step(Action::SetPowerControl, u"on"_s, u"auto"_s, u"on"_s);
const Step load = step(Action::LoadModule, u"vfio_pci"_s, {}, u"vfio_pci"_s);

QList<Step> oneOfEachAction()
{
    return {load,
            active,
            toVfio,
            unbind,
            probe,
            step(Action::SetIdleState, u"d3cold"_s, u"d3hot"_s, u"d3cold"_s),
            step(Action::SetD3coldAllowed, u"1"_s, u"0"_s, u"1"_s),
            step(Action::SetVgaAccess, u"off"_s, u"on"_s, u"off"_s),
            step(Action::SetResetMethod, u"flr"_s, u"flr bus"_s, u"flr"_s),
            step(Action::Reset, {}, {}, {})};
}
}

class StepTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyActionHasAWordAndAStepThatIsValid()
    {
        const QList<Step> all = oneOfEachAction();
        QCOMPARE(all.size(), qsizetype(Action::Reset) + 1);
        for (const Step &one : all) {
            QCOMPARE(core::actionFromKeyword(core::toKeyword(one.action)), std::optional(one.action));
            QVERIFY2(core::isValid(one), qPrintable(core::toKeyword(one.action)));
        }
        QVERIFY(!core::actionFromKeyword(u"write-file"));
        QVERIFY(!core::actionFromKeyword(u"Unbind"));
    }

    void onlyValuesOfTheClosedSetsAreValid_data()
    {
        QTest::addColumn<Step>("wrong");
        QTest::newRow("a path for a driver") << step(Action::SetDriverOverride, u"../x"_s, {}, u"../x"_s);
        QTest::newRow("a line end") << step(Action::SetDriverOverride, u"vfio-pci\n"_s, {}, u"vfio-pci\n"_s);
        QTest::newRow("any driver as override") << step(Action::SetDriverOverride, u"*"_s, {}, u"*"_s);
        QTest::newRow("65 letters") << step(Action::LoadModule, QString(65, u'a'), {}, QString(65, u'a'));
        QTest::newRow("capital letters") << step(Action::LoadModule, u"VFIO"_s, {}, u"VFIO"_s);
        QTest::newRow("a module option") << step(Action::LoadModule, u"vfio_pci ids=1"_s, {}, u"vfio_pci ids=1"_s);
        QTest::newRow("no module") << step(Action::LoadModule, {}, {}, {});
        QTest::newRow("unbind from nothing") << step(Action::Unbind, {}, {}, {});
        QTest::newRow("unbind with a value") << step(Action::Unbind, u"x"_s, u"nouveau"_s, {});
        QTest::newRow("a probe for nothing") << step(Action::Probe, {}, {}, {});
        QTest::newRow("another power word") << step(Action::SetPowerControl, u"off"_s, u"on"_s, u"off"_s);
        QTest::newRow("another idle state") << step(Action::SetIdleState, u"d1"_s, u"d0"_s, u"d1"_s);
        QTest::newRow("d3cold 2") << step(Action::SetD3coldAllowed, u"2"_s, u"0"_s, u"2"_s);
        QTest::newRow("VGA perhaps") << step(Action::SetVgaAccess, u"1"_s, u"on"_s, u"1"_s);
        QTest::newRow("no reset method") << step(Action::SetResetMethod, u"flr hammer"_s, u"flr"_s, u"flr hammer"_s);
        QTest::newRow("a reset with a value") << step(Action::Reset, u"1"_s, {}, {});
        QTest::newRow("another value is expected") << step(Action::SetDriverOverride, u"vfio-pci"_s, {}, u"nouveau"_s);
    }
    void onlyValuesOfTheClosedSetsAreValid()
    {
        QFETCH(Step, wrong);
        QVERIFY(!core::isValid(wrong));
        QVERIFY(!core::stepFromJson(core::toJson(wrong)));
    }

    void theInverseOfTheInverseIsTheStep()
    {
        for (const Step &one : oneOfEachAction()) {
            const auto back = core::inverse(one);
            if (one.action == Action::LoadModule || one.action == Action::Reset) {
                QVERIFY(!back);
                continue;
            }
            QVERIFY(back && core::isValid(*back));
            QCOMPARE(back->expected, one.before);
            QCOMPARE(core::settingOf(back->action), core::settingOf(one.action));
            QVERIFY(core::inverse(*back) == one);
        }
    }

    void undoRestoresTheOverrideBeforeTheFunctionIsProbed()
    {
        const QList<Step> undone = core::undo({load, active, toVfio, unbind, probe});
        QCOMPARE(undone.size(), 4);
        QVERIFY(undone[0] == step(Action::Unbind, {}, u"vfio-pci"_s, {}));
        QVERIFY(undone[1] == step(Action::SetDriverOverride, {}, u"vfio-pci"_s, {}));
        QVERIFY(undone[2] == step(Action::Probe, {}, {}, u"nouveau"_s));
        QVERIFY(undone[3] == step(Action::SetPowerControl, u"auto"_s, u"on"_s, u"auto"_s));
    }

    void undoOfTwoFunctionsKeepsThemApart()
    {
        const auto of = [](Step one, const char *address) {
            one.address = at(address);
            return one;
        };
        const QList<Step> done{of(toVfio, "01:00.1"), of(toVfio, "01:00.0"), of(unbind, "01:00.1"), of(unbind, "01:00.0")};
        const QList<Step> undone = core::undo(done);
        QCOMPARE(undone.size(), 4);
        for (const char *address : {"01:00.0", "01:00.1"}) {
            QList<Action> actions;
            for (const Step &one : undone) {
                if (one.address == at(address))
                    actions << one.action;
            }
            QCOMPARE(actions, (QList{Action::SetDriverOverride, Action::Probe}));
        }
    }

    void undoOfEveryBeginningLeadsBackToTheStart()
    {
        const QList<Step> all{active, toVfio, unbind, probe};
        for (qsizetype count = 0; count <= all.size(); ++count) {
            QMap<DeviceSetting, QString> state{{DeviceSetting::PowerControl, u"auto"_s}, {DeviceSetting::DriverOverride, {}}, {DeviceSetting::Driver, u"nouveau"_s}};
            const auto start = state;
            QList<Step> both = all.first(count);
            both += core::undo(all.first(count));
            for (const Step &one : std::as_const(both)) {
                QVERIFY(core::meets(core::settingOf(one.action), one.before, state[core::settingOf(one.action)]));
                if (one.action == Action::Probe) // the kernel asks the override
                    QCOMPARE(state[DeviceSetting::DriverOverride].isEmpty() ? u"nouveau"_s : state[DeviceSetting::DriverOverride], one.expected);
                state[core::settingOf(one.action)] = one.expected;
            }
            QCOMPARE(state, start);
        }
    }

    void anyHostDriverIsNoVfioDriver()
    {
        QVERIFY(core::meets(DeviceSetting::Driver, core::anyHostDriver, u"amdgpu"_s));
        QVERIFY(!core::meets(DeviceSetting::Driver, core::anyHostDriver, u"vfio-pci"_s));
        QVERIFY(!core::meets(DeviceSetting::Driver, core::anyHostDriver, u"turnout_vfio_pci"_s));
        QVERIFY(!core::meets(DeviceSetting::Driver, core::anyHostDriver, u"pci-stub"_s));
        QVERIFY(!core::meets(DeviceSetting::Driver, core::anyHostDriver, {}));
        QVERIFY(core::meets(DeviceSetting::Driver, core::anyButVfio, {}));
        QVERIFY(!core::meets(DeviceSetting::Driver, core::anyButVfio, u"vfio-pci"_s));
        QVERIFY(!core::meets(DeviceSetting::DriverOverride, core::anyHostDriver, u"amdgpu"_s));
        QVERIFY(core::meets(DeviceSetting::Driver, u"amdgpu"_s, u"amdgpu"_s));
        QVERIFY(!core::meets(DeviceSetting::Driver, u"amdgpu"_s, u"radeon"_s));
    }

    void jsonGoesThereAndBack()
    {
        for (const Step &one : oneOfEachAction()) {
            const auto back = core::stepFromJson(core::toJson(one));
            QVERIFY(back && *back == one);
        }
        const Step lenient = step(Action::Probe, {}, {}, core::anyHostDriver);
        QVERIFY(*core::stepFromJson(core::toJson(lenient)) == lenient);
    }

    void jsonThatIsNoStepIsRefused()
    {
        QJsonObject object = core::toJson(toVfio);
        for (const QString &member : object.keys()) {
            QJsonObject without = object;
            without.remove(member);
            QVERIFY2(!core::stepFromJson(without), qPrintable(member));
            without.insert(member, 1);
            QVERIFY2(!core::stepFromJson(without), qPrintable(member));
        }
        object.insert(u"path"_s, u"/sys"_s);
        QVERIFY(!core::stepFromJson(object));
    }

    void goalsAreOfTheClosedSets()
    {
        using core::Goal;
        using core::Verb;
        const auto valid = [](Verb verb, const std::function<void(Goal &)> &change = {}) {
            Goal goal{.verb = verb, .gpu = at("01:00.0"), .driver = {}, .idle = {}, .vga = {}, .resetMethod = {}, .accepted = {}};
            if (change)
                change(goal);
            return core::isValid(goal);
        };
        QVERIFY(valid(Verb::Assign));
        QVERIFY(valid(Verb::Assign, [](Goal &goal) {
            goal.driver = u"turnout_vfio_pci"_s;
        }));
        QVERIFY(!valid(Verb::Assign, [](Goal &goal) {
            goal.driver = u"nouveau"_s;
        }));
        QVERIFY(!valid(Verb::Release, [](Goal &goal) {
            goal.driver = u"vfio-pci"_s;
        }));
        QVERIFY(!valid(Verb::Release, [](Goal &goal) {
            goal.driver = u"../nouveau"_s;
        }));
        QVERIFY(valid(Verb::Assign, [](Goal &goal) {
            goal.accepted = {u"display-in-use"_s, u"group-not-viable"_s};
        }));
        QVERIFY(!valid(Verb::Assign, [](Goal &goal) {
            goal.accepted = {u"group-not-viable"_s, u"display-in-use"_s};
        }));
        QVERIFY(!valid(Verb::Assign, [](Goal &goal) {
            goal.accepted = {u"display-in-use"_s, u"display-in-use"_s};
        }));
        QVERIFY(!valid(Verb::Assign, [](Goal &goal) {
            goal.accepted = {u"storage-mounted"_s};
        }));
        QVERIFY(!valid(Verb::Power));
        QVERIFY(valid(Verb::Power, [](Goal &goal) {
            goal.idle = core::IdlePolicy::D3hot;
        }));
        QVERIFY(!valid(Verb::Vga, [](Goal &goal) {
            goal.idle = core::IdlePolicy::D3hot;
            goal.vga = true;
        }));
        QVERIFY(valid(Verb::Reset));
        QVERIFY(valid(Verb::Reset, [](Goal &goal) {
            goal.resetMethod = u"bus"_s;
        }));
        QVERIFY(!valid(Verb::Reset, [](Goal &goal) {
            goal.resetMethod = u"hammer"_s;
        }));
        QVERIFY(!valid(Verb::Assign, [](Goal &goal) {
            goal.resetMethod = u"bus"_s;
        }));
    }

    void verbsAndPoliciesHaveKeywords()
    {
        for (int verb = 0; verb <= int(core::Verb::Recover); ++verb)
            QCOMPARE(core::verbFromKeyword(core::toKeyword(core::Verb(verb))), std::optional(core::Verb(verb)));
        for (int policy = 0; policy <= int(core::IdlePolicy::Auto); ++policy)
            QCOMPARE(core::idlePolicyFromKeyword(core::toKeyword(core::IdlePolicy(policy))), std::optional(core::IdlePolicy(policy)));
        QVERIFY(!core::verbFromKeyword(u"Assign"));
        QVERIFY(!core::idlePolicyFromKeyword(u""));
    }
};

TURNOUT_TEST(StepTest)

#include "steptest.moc"
