// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/choicestate.h"
#include "plansamples.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ChoiceState;
using core::PersistedGpu;
using core::Snapshot;
using core::StoredChoices;
using core::Verb;
using fixture::assigned;
using fixture::at;
using fixture::goal;
using fixture::gpuOf;
using fixture::Sketch;
using fixture::spare;
using Span = core::ChoiceState::Span;
using Standing = core::ChoiceState::Standing;

namespace
{
PersistedGpu chosen(bool tryOnce = false)
{
    PersistedGpu gpu = *core::persistedFor(spare(), goal(Verb::Persist));
    gpu.tryOnce = tryOnce;
    return gpu;
}

StoredChoices stored(const PersistedGpu &gpu, bool ofThisStart)
{
    return {.stored = {gpu}, .trials = {}, .ofThisStart = ofThisStart, .startChecked = ofThisStart};
}

StoredChoices onTrial(const QList<PersistedGpu> &stored = {})
{
    return {.stored = stored, .trials = {chosen(true)}, .ofThisStart = false, .startChecked = true};
}

/// The only one.
ChoiceState stateOf(const Snapshot &snapshot, const StoredChoices &choices)
{
    const QList<ChoiceState> states = core::choiceStates(snapshot, choices);
    return states.size() == 1 ? states.first() : ChoiceState();
}

Snapshot withAnotherCard()
{
    return spare([](Sketch &sketch) {
        gpuOf(sketch).device = 0x2204;
    });
}

Snapshot withBuses()
{
    return spare([](Sketch &sketch) {
        sketch.at("00:03.1").buses = core::BusRange{1, 1};
    });
}

Snapshot withoutTheCard()
{
    Snapshot snapshot = withBuses();
    std::erase_if(snapshot.functions, [](const core::Function &function) {
        return function.address.sameSlot(at("01:00.0"));
    });
    return snapshot;
}
}

/// How what is stored for starts stands against the machine.
class ChoiceStateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGpuWithItsDriverIsAsChosen()
    {
        const ChoiceState state = stateOf(assigned(), stored(chosen(), true));
        QCOMPARE(state.span, Span::EveryStart);
        QCOMPARE(state.standing, Standing::AsChosen);
        QCOMPARE(state.address, at("01:00.0"));
        QVERIFY(!core::isUnmet(state));
    }

    void whatWasChosenSinceThisStartIsStillToCome()
    {
        QCOMPARE(stateOf(spare(), stored(chosen(), false)).standing, Standing::FromNextStart);
        QCOMPARE(stateOf(spare(), stored(chosen(true), true)).standing, Standing::FromNextStart);
        QCOMPARE(stateOf(spare(), stored(chosen(true), true)).span, Span::NextStart);
        QVERIFY(!core::isUnmet(stateOf(spare(), stored(chosen(), false))));
    }

    void whatThisStartShouldHaveDoneAndDidNotIsUnmet()
    {
        const ChoiceState state = stateOf(spare(), stored(chosen(), true));
        QCOMPARE(state.standing, Standing::OtherDriver);
        QVERIFY(core::isUnmet(state));
    }

    void anotherCardInThePlaceIsUnmetWheneverItWasChosen()
    {
        for (const bool ofThisStart : {false, true}) {
            const ChoiceState state = stateOf(withAnotherCard(), stored(chosen(), ofThisStart));
            QCOMPARE(state.standing, Standing::AnotherCard);
            QCOMPARE(state.address, at("01:00.0"));
            QVERIFY(core::isUnmet(state));
        }
    }

    void anEmptyPlaceIsNamedByAnAddressWhereNothingIs()
    {
        const Snapshot snapshot = withoutTheCard();
        const ChoiceState state = stateOf(snapshot, stored(chosen(), false));
        QCOMPARE(state.standing, Standing::Nothing);
        QCOMPARE(state.address, at("01:00.0"));
        QVERIFY(!snapshot.function(state.address));
    }

    void theAddressOfAnEmptyPlaceIsNeverThatOfAnotherCard()
    {
        PersistedGpu behindSwitch = chosen();
        for (PersistedGpu::Part &part : behindSwitch.parts)
            part.identity.place = u"pci0000:00/03.1/00.0/00.0/"_s + part.identity.place.last(4);
        const Snapshot snapshot = withBuses();
        const ChoiceState state = stateOf(snapshot, stored(behindSwitch, true));
        QCOMPARE(state.standing, Standing::Nothing);
        QVERIFY(!snapshot.function(state.address));
        QCOMPARE(state.address.bus, 1);
    }

    void aTrialGoesOnUntilItIsChosenForEveryStart()
    {
        QCOMPARE(stateOf(assigned(), onTrial()).span, Span::ThisStart);
        QCOMPARE(stateOf(assigned(), onTrial()).standing, Standing::AsChosen);
        QCOMPARE(stateOf(assigned(), onTrial({chosen()})).span, Span::EveryStart);
        // Chosen to be tried again is not kept.
        QCOMPARE(core::choiceStates(assigned(), onTrial({chosen(true)})).size(), 2);
    }

    void aTrialThatWasGivenBackIsNotAsChosen()
    {
        QCOMPARE(stateOf(spare(), onTrial()).standing, Standing::OtherDriver);
    }
};

QTEST_APPLESS_MAIN(ChoiceStateTest)
#include "choicestatetest.moc"
