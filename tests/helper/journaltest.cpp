// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/journal/journal.h"

#include "tests/host/tree.h"
#include "tests/tools/registered.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using core::Action;
using core::Step;
using helper::EndState;
using helper::Journal;
using namespace Qt::StringLiterals;

namespace
{
const core::PciAddress gpu = address("0000:01:00.0");

QList<Step> someSteps()
{
    return {{.action = Action::SetDriverOverride, .address = gpu, .value = u"vfio-pci"_s, .before = {}, .expected = u"vfio-pci"_s},
            {.action = Action::Unbind, .address = gpu, .value = {}, .before = u"amdgpu"_s, .expected = {}}};
}

helper::Opening someOpening()
{
    return {.verb = core::Verb::Assign, .gpu = gpu, .steps = someSteps(), .cards = {{gpu, u"1002:1478 1462:3752"_s}}, .result = u"00000001.result"_s};
}

QList<QJsonObject> wholeHistory()
{
    return {helper::event::opened(someOpening()),
            helper::event::stepBegan(0, {}),
            helper::event::stepDone(0),
            helper::event::stepBegan(1, helper::ProcessId{7, 8}),
            helper::event::blocked(),
            helper::event::undoing(u"why"_s),
            helper::event::undoBegan(0, {}),
            helper::event::undoDone(0),
            helper::event::closed(EndState::Unchanged)};
}

QByteArray bytesOf(const QList<QJsonObject> &records)
{
    QByteArray bytes;
    for (const QJsonObject &record : records)
        bytes += helper::encodeRecord(record);
    return bytes;
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

helper::JournalFile opened(Journal &journal)
{
    auto file = journal.open(someOpening());
    if (!file)
        qFatal("%s", qPrintable(file.error().text()));
    return std::move(file).value();
}

void append(helper::JournalFile &file, const QJsonObject &record)
{
    const auto done = file.append(record);
    QVERIFY2(done.ok(), done ? "" : qPrintable(done.error().text()));
}
}

/// The journal from which an interrupted change is resolved.
class JournalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writtenRecordsAreRead()
    {
        const auto read = helper::decodeRecords(bytesOf(wholeHistory()));
        QVERIFY(read.ok());
        QCOMPARE(read->contents, wholeHistory());
        const auto transaction = helper::replay(read->contents);
        QVERIFY(transaction.ok());
        QCOMPARE(transaction->steps, someSteps());
        QCOMPARE(transaction->begun, 2);
        QCOMPARE(transaction->done, 1);
        QCOMPARE(transaction->gpu, gpu);
        QCOMPARE(transaction->cards, someOpening().cards);
        QCOMPARE(transaction->result, someOpening().result);
        QCOMPARE(transaction->closed, EndState::Unchanged);
    }

    /// Wherever a write is interrupted, exactly the earlier records are read.
    void aTruncatedRecordIsIgnored()
    {
        const QList<QJsonObject> records = wholeHistory();
        const QByteArray whole = bytesOf(records);
        const QByteArray valid = bytesOf(records.first(records.size() - 1));
        for (qsizetype length = valid.size(); length < whole.size(); ++length) {
            const auto read = helper::decodeRecords(whole.first(length));
            QVERIFY(read.ok());
            QCOMPARE(read->contents, records.first(records.size() - 1));
            QCOMPARE(read->validBytes, valid.size());
        }
    }

    /// Only root can write the file, and no power failure reaches it; so a flipped bit need not be detected, but does no harm.
    void noFlippedBitCrashesOrAddsSteps()
    {
        const QByteArray whole = bytesOf(wholeHistory());
        for (qsizetype i = 0; i < whole.size() * 8; ++i) {
            QByteArray bad = whole;
            bad[i / 8] = char(bad[i / 8] ^ (1 << (i % 8)));
            const auto read = helper::decodeRecords(bad);
            const auto transaction = read ? helper::replay(read->contents) : core::Result<helper::Transaction>(read.error());
            QVERIFY2(!transaction || transaction->steps.size() <= someSteps().size(), qPrintable(QString::number(i)));
        }
    }

    void anInvalidRecordIsDamage()
    {
        QByteArray bytes = bytesOf(wholeHistory());
        bytes[bytes.indexOf("{", 1)] = 'x';
        const auto read = helper::decodeRecords(bytes);
        QVERIFY(!read.ok());
        QVERIFY(!read.error().remedy.isEmpty());
    }

    void anImpossibleHistoryIsRefused_data()
    {
        QTest::addColumn<QList<QJsonObject>>("records");
        const QList<QJsonObject> history = wholeHistory();
        QTest::newRow("empty") << QList<QJsonObject>();
        QTest::newRow("no opened record") << history.sliced(1);
        QTest::newRow("two opened records") << QList<QJsonObject>{history[0], history[0]};
        QTest::newRow("the second step first") << QList<QJsonObject>{history[0], helper::event::stepBegan(1, {})};
        QTest::newRow("done before begun") << QList<QJsonObject>{history[0], helper::event::stepDone(0)};
        QTest::newRow("done twice") << QList<QJsonObject>{history[0], history[1], history[2], history[2]};
        QTest::newRow("undo without undoing") << QList<QJsonObject>{history[0], history[1], helper::event::undoBegan(0, {})};
        QTest::newRow("goal without the steps") << QList<QJsonObject>{history[0], helper::event::closed(EndState::Goal)};
        QTest::newRow("a record after closed") << (history + QList<QJsonObject>{history[5]});
        QTest::newRow("an unknown event") << QList<QJsonObject>{history[0], {{u"event"_s, u"other"_s}}};
        QJsonObject later = history[0];
        later.insert(u"format"_s, 3);
        QTest::newRow("a later format") << QList<QJsonObject>{later};
    }

    void anImpossibleHistoryIsRefused()
    {
        QFETCH(QList<QJsonObject>, records);
        QVERIFY(!helper::replay(records).ok());
    }

    void anUnfinishedJournalIsContinued()
    {
        const QTemporaryDir directory;
        Journal journal(directory.path());
        {
            helper::JournalFile file = opened(journal);
            append(file, helper::event::stepBegan(0, {}));
        }
        auto found = journal.unfinished();
        QVERIFY(found.ok());
        auto unfinished = std::move(found).value();
        QCOMPARE(unfinished.files.size(), 1u);
        QCOMPARE(unfinished.files[0].transaction().begun, 1);
        append(unfinished.files[0], helper::event::undoing(u"why"_s));
        append(unfinished.files[0], helper::event::closed(EndState::Unchanged));
        QVERIFY(journal.unfinished()->files.empty());
    }

    void aTruncatedRecordIsOverwritten()
    {
        const QTemporaryDir directory;
        Journal journal(directory.path());
        opened(journal);
        const QString path = directory.filePath(u"00000001.journal"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::Append));
        file.write(helper::encodeRecord(helper::event::stepBegan(0, {})).first(20));
        file.close();

        auto unfinished = std::move(journal.unfinished()).value();
        append(unfinished.files[0], helper::event::undoing(u"why"_s));
        QVERIFY(journal.unfinished()->files[0].transaction().undoing);
    }

    void aJournalWithoutACompleteRecordIsRemoved()
    {
        const QTemporaryDir directory;
        write(directory.filePath(u"00000001.journal"_s), "{\"event\"");
        Journal journal(directory.path());
        QVERIFY(journal.unfinished()->files.empty());
        QVERIFY(QDir(directory.path()).isEmpty());
    }

    void aDamagedJournalIsRenamedAndReportedOnce()
    {
        const QTemporaryDir directory;
        QByteArray bytes = bytesOf(wholeHistory());
        bytes[bytes.indexOf("{", 1)] = 'x';
        write(directory.filePath(u"00000001.journal"_s), bytes);
        Journal journal(directory.path());
        QCOMPARE(journal.unfinished()->damaged.size(), 1);
        QVERIFY(journal.unfinished()->damaged.isEmpty());
        QVERIFY(QFileInfo::exists(directory.filePath(u"00000001.journal.damaged"_s)));
    }

    void aRenamedJournalReplacesAnEarlierOne()
    {
        const QTemporaryDir directory;
        QByteArray bytes = bytesOf(wholeHistory());
        bytes[bytes.indexOf("{", 1)] = 'x';
        Journal journal(directory.path());
        for (int i = 0; i < 2; ++i) {
            write(directory.filePath(u"00000001.journal"_s), bytes);
            QCOMPARE(journal.unfinished()->damaged.size(), 1);
        }
        QVERIFY(journal.unfinished()->damaged.isEmpty());
        opened(journal);
        QCOMPARE(journal.unfinished()->files.size(), 1u);
    }

    void aFileWithAnotherNameIsHarmless()
    {
        const QTemporaryDir directory;
        Journal journal(directory.path());
        opened(journal);
        write(directory.filePath(u"notes.journal"_s), bytesOf(wholeHistory()));
        opened(journal);
        QCOMPARE(journal.unfinished()->files.size(), 2u);
    }

    /// A larger file would be rejected as damaged.
    void aFullJournalRejectsRecords()
    {
        const QTemporaryDir directory;
        Journal journal(directory.path());
        helper::JournalFile file = opened(journal);
        append(file, helper::event::undoing(QString(helper::maximumJournalBytes - 4096, u'x')));
        QVERIFY(!file.append(helper::event::undoing(QString(4096, u'x'))).ok());
        append(file, helper::event::closed(EndState::Unchanged));
        const auto unfinished = journal.unfinished();
        QVERIFY(unfinished->files.empty() && unfinished->damaged.isEmpty());
    }

    void theSpaceForAllRecordsIsReserved()
    {
        const QTemporaryDir directory;
        Journal journal(directory.path());
        const auto reserved = [&directory] {
            struct stat status{};
            ::stat(QFile::encodeName(directory.filePath(u"00000001.journal"_s)).constData(), &status);
            return status.st_blocks * 512;
        };
        helper::JournalFile file = opened(journal);
        QVERIFY2(reserved() >= helper::maximumJournalBytes, qPrintable(QString::number(reserved())));
        append(file, helper::event::closed(EndState::Unchanged));
        QVERIFY2(reserved() < helper::maximumJournalBytes / 2, qPrintable(QString::number(reserved())));
    }

    void oldFinishedJournalsAreRemoved()
    {
        const QTemporaryDir directory;
        Journal journal(directory.path());
        opened(journal); // unfinished, so it is kept
        for (int i = 0; i < 40; ++i) {
            helper::JournalFile file = opened(journal);
            append(file, helper::event::closed(EndState::Unchanged));
        }
        const QStringList names = QDir(directory.path()).entryList(QDir::Files, QDir::Name);
        QVERIFY2(names.size() <= 21, qPrintable(QString::number(names.size())));
        QCOMPARE(names.first(), u"00000001.journal"_s);
        QCOMPARE(journal.unfinished()->files.size(), 1u);
    }

    void aJournalIsReadableByItsOwnerOnly()
    {
        const QTemporaryDir directory;
        Journal journal(directory.path());
        opened(journal);
        const auto permissions = QFile::permissions(directory.filePath(u"00000001.journal"_s));
        QVERIFY(!(permissions & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)));
    }
};

TURNOUT_TEST(JournalTest)

#include "journaltest.moc"
