// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "transaction.h"

#include "record.h"

#include <KLocalizedString>
#include <QJsonArray>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
constexpr int journalFormat = 2;
constexpr qsizetype maximumSteps = 256;

constexpr std::array<std::pair<EndState, QLatin1StringView>, 3> endStateKeywords{{
    {EndState::Goal, "goal"_L1},
    {EndState::Unchanged, "unchanged"_L1},
    {EndState::Between, "between"_L1},
}};

std::optional<EndState> endStateFromKeyword(QStringView word)
{
    for (const auto &[endState, known] : endStateKeywords) {
        if (word == known)
            return endState;
    }
    return std::nullopt;
}

QJsonObject withChild(QJsonObject record, const std::optional<ProcessId> &child)
{
    if (child)
        record.insert("child"_L1, QJsonObject{{u"pid"_s, child->pid}, {u"startTime"_s, QString::number(child->startTime)}});
    return record;
}

std::optional<ProcessId> childOf(const QJsonObject &record)
{
    const QJsonObject child = record.value("child"_L1).toObject();
    if (child.isEmpty())
        return std::nullopt;
    return ProcessId{child.value("pid"_L1).toInteger(), child.value("startTime"_L1).toString().toULongLong()};
}

core::Error impossible(qsizetype record)
{
    return damagedJournal(i18nc("@info %1 is a number", "Record %1 does not follow from those before it.", record));
}

/// Applies records one by one; false for one that cannot follow.
class Replay
{
public:
    explicit Replay(Transaction before = {})
        : transaction(std::move(before))
    {
    }

    bool open(const QJsonObject &record);
    bool apply(const QJsonObject &record);

    Transaction transaction;

private:
    bool stepBegan(const QJsonObject &record);
    bool stepDone(const QJsonObject &record);
    bool undoBegan(const QJsonObject &record);
};

bool Replay::open(const QJsonObject &record)
{
    const auto verb = core::verbFromKeyword(record.value("verb"_L1).toString());
    const auto gpu = core::PciAddress::parse(record.value("gpu"_L1).toString());
    const QJsonArray steps = record.value("steps"_L1).toArray();
    if (record.value("event"_L1) != "opened"_L1 || record.value("format"_L1) != journalFormat || !verb || !gpu || steps.size() > maximumSteps)
        return false;
    transaction.verb = *verb;
    transaction.gpu = *gpu;
    transaction.result = record.value("result"_L1).toString();
    for (const QJsonValue &value : steps) {
        const auto step = core::stepFromJson(value.toObject());
        if (!step)
            return false;
        transaction.steps.append(*step);
    }
    const QJsonObject cards = record.value("cards"_L1).toObject();
    for (auto card = cards.begin(); card != cards.end(); ++card) {
        const auto address = core::PciAddress::parse(card.key());
        if (!address)
            return false;
        transaction.cards.insert(*address, card.value().toString());
    }
    return true;
}

bool Replay::apply(const QJsonObject &record)
{
    if (transaction.closed)
        return false;
    const QString event = record.value("event"_L1).toString();
    if (event == "step-began"_L1)
        return stepBegan(record);
    if (event == "step-done"_L1)
        return stepDone(record);
    if (event == "undo-began"_L1)
        return undoBegan(record);
    if (event == "undo-done"_L1)
        return transaction.undoing;
    if (event == "blocked"_L1)
        return transaction.child.has_value();
    if (event == "undoing"_L1) { // again where undoing was itself interrupted
        transaction.undoing = true;
        transaction.child = std::nullopt;
        return true;
    }
    if (event == "closed"_L1) {
        transaction.closed = endStateFromKeyword(record.value("endState"_L1).toString());
        return transaction.closed && (*transaction.closed != EndState::Goal || transaction.done == transaction.steps.size());
    }
    return false;
}

bool Replay::stepBegan(const QJsonObject &record)
{
    if (transaction.undoing || transaction.begun != transaction.done || transaction.begun == transaction.steps.size()
        || record.value("step"_L1) != transaction.begun)
        return false;
    ++transaction.begun;
    transaction.child = childOf(record);
    return true;
}

bool Replay::stepDone(const QJsonObject &record)
{
    if (transaction.undoing || transaction.done + 1 != transaction.begun || record.value("step"_L1) != transaction.done)
        return false;
    ++transaction.done;
    return true;
}

bool Replay::undoBegan(const QJsonObject &record)
{
    const qint64 step = record.value("step"_L1).toInteger(-1);
    if (!transaction.undoing || step < 0 || step >= transaction.begun)
        return false;
    transaction.child = childOf(record);
    return true;
}
}

QString toKeyword(EndState endState)
{
    return endStateKeywords[size_t(endState)].second;
}

namespace event
{
QJsonObject opened(const Opening &opening)
{
    QJsonArray steps;
    for (const core::Step &step : opening.steps)
        steps.append(core::toJson(step));
    QJsonObject cards;
    for (const auto &[address, ids] : opening.cards.asKeyValueRange())
        cards.insert(address.toString(), ids);
    return {{u"event"_s, u"opened"_s},
            {u"format"_s, journalFormat},
            {u"verb"_s, core::toKeyword(opening.verb)},
            {u"gpu"_s, opening.gpu.toString()},
            {u"steps"_s, steps},
            {u"cards"_s, cards},
            {u"result"_s, opening.result}};
}

QJsonObject stepBegan(qsizetype step, const std::optional<ProcessId> &child)
{
    return withChild({{u"event"_s, u"step-began"_s}, {u"step"_s, step}}, child);
}

QJsonObject stepDone(qsizetype step)
{
    return {{u"event"_s, u"step-done"_s}, {u"step"_s, step}};
}

QJsonObject undoing(const QString &why)
{
    return {{u"event"_s, u"undoing"_s}, {u"why"_s, why}};
}

QJsonObject undoBegan(qsizetype step, const std::optional<ProcessId> &child)
{
    return withChild({{u"event"_s, u"undo-began"_s}, {u"step"_s, step}}, child);
}

QJsonObject undoDone(qsizetype step)
{
    return {{u"event"_s, u"undo-done"_s}, {u"step"_s, step}};
}

QJsonObject blocked()
{
    return {{u"event"_s, u"blocked"_s}};
}

QJsonObject closed(EndState endState)
{
    return {{u"event"_s, u"closed"_s}, {u"endState"_s, toKeyword(endState)}};
}
}

core::Result<Transaction> replay(const QList<QJsonObject> &records)
{
    Replay history;
    for (qsizetype i = 0; i < records.size(); ++i) {
        if (i == 0 ? !history.open(records[i]) : !history.apply(records[i]))
            return impossible(i);
    }
    if (records.isEmpty())
        return impossible(0);
    return history.transaction;
}

std::optional<Transaction> withRecord(Transaction transaction, const QJsonObject &record)
{
    Replay history(std::move(transaction));
    return history.apply(record) ? std::optional(std::move(history.transaction)) : std::nullopt;
}

QList<core::PciAddress> functionsOf(const core::PciAddress &gpu, const QList<core::Step> &steps)
{
    QList<core::PciAddress> functions{gpu};
    for (const core::Step &step : steps) {
        if (!functions.contains(step.address))
            functions.append(step.address);
    }
    return functions;
}

}
