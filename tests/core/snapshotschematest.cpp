// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/snapshot/snapshotjson.h"
#include "snapshotsamples.h"
#include "tests/tools/registered.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace
{

QJsonValue toValue(const Snapshot &snapshot)
{
    return QJsonDocument::fromJson(toJson(snapshot)).object();
}

/// The complaint of the published schema about each document; null where it conforms. Empty if the validator failed.
QJsonArray complaints(const QJsonArray &documents)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral(PYTHON), {QStringLiteral(CONFORMS), QStringLiteral(SCHEMA)});
    process.write(QJsonDocument(documents).toJson(QJsonDocument::Compact));
    process.closeWriteChannel();
    process.waitForFinished(120'000);
    return QJsonDocument::fromJson(process.readAllStandardOutput()).array();
}

QList<QJsonValue> wrongs()
{
    return {QJsonValue::Null, true, -1, 0.5, 1e300, u"zz"_s, QJsonArray{7}, QJsonObject{}};
}

/// Every document that differs from `value` in one member: a wrong value or none.
QList<QJsonValue> spoiled(const QJsonValue &value)
{
    QList<QJsonValue> all = wrongs();
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            for (const QJsonValue &inner : spoiled(array[i])) {
                QJsonArray changed = array;
                changed[i] = inner;
                all += changed;
            }
        }
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        QJsonObject without = object;
        without.remove(it.key());
        all += without;
        for (const QJsonValue &inner : spoiled(*it)) {
            QJsonObject changed = object;
            changed[it.key()] = inner;
            all += changed;
        }
    }
    return all;
}

}

class SnapshotSchemaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writtenSnapshotsConform()
    {
        QJsonArray documents{toValue(Snapshot{})};
        for (quint32 seed = 0; seed < 40; ++seed)
            documents += toValue(tests::Dice(seed).snapshot(seed % 12, seed % 5));
        const QJsonArray found = complaints(documents);
        QCOMPARE(found.size(), documents.size());
        for (const QJsonValue &complaint : found)
            QVERIFY2(complaint.isNull(), qPrintable(complaint.toString()));
    }

    /// The reader and the schema agree on every document with one wrong value.
    void theReaderRefusesWhatTheSchemaRefuses()
    {
        QJsonArray documents;
        for (const QJsonValue &document : spoiled(toValue(tests::Dice(1, tests::Dice::Fill::Everything).snapshot(1, 1)))) {
            if (document.isObject())
                documents += document;
        }
        const QJsonArray found = complaints(documents);
        QCOMPARE(found.size(), documents.size());
        int refused = 0;
        for (qsizetype i = 0; i < found.size(); ++i) {
            const QByteArray json = QJsonDocument(documents[i].toObject()).toJson(QJsonDocument::Compact);
            const Result<Snapshot> read = fromJson(json);
            if (read.ok() != found[i].isNull()) {
                const QString reader = read.ok() ? u"nothing"_s : read.error().text();
                QFAIL(qPrintable(u"%1\nschema: %2\nreader: %3"_s.arg(QString::fromUtf8(json), found[i].toString(), reader)));
            }
            refused += !read.ok();
        }
        QVERIFY(refused > 500);
    }

    void theSchemaRefusesMembersItDoesNotKnow()
    {
        QJsonObject document = toValue(Snapshot{}).toObject();
        document[u"tea"_s] = true;
        const QJsonArray found = complaints({document});
        QVERIFY(found.size() == 1 && found[0].toString().contains(u"tea"));
    }
};

TURNOUT_TEST(SnapshotSchemaTest)

#include "snapshotschematest.moc"
