// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// What a snapshot of 1,000 functions costs to write and to read. Not run by ctest: it has nothing to fail on.

#include "core/snapshot/snapshotjson.h"
#include "machinesnapshot.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace core;

namespace
{

/// Real functions, repeated in a domain each until there are 1,000.
Snapshot thousandFunctions()
{
    const Snapshot real = fixture::snapshotOf(QStringLiteral("x570-aorus-elite-tu106"));
    Snapshot snapshot;
    for (quint32 domain = 0; snapshot.functions.size() < 1000; ++domain) {
        for (Function function : real.functions) {
            function.address.domain = domain;
            snapshot.functions.push_back(function);
        }
    }
    snapshot.functions.resize(1000);
    return snapshot;
}

}

class SnapshotJsonBenchmark : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writing()
    {
        const Snapshot snapshot = thousandFunctions();
        QByteArray json;
        QBENCHMARK {
            json = toJson(snapshot);
        }
        qInfo("%lld bytes a function", json.size() / 1000);
    }

    /// The road not taken: the same text by way of QJsonObject and QJsonDocument. Its input, the objects, is ready.
    void printingByQJsonDocument()
    {
        QJsonArray functions;
        for (const Function &function : thousandFunctions().functions)
            functions += functionToJson(function);
        QBENCHMARK {
            for (const QJsonValue &function : functions)
                QJsonDocument(function.toObject()).toJson(QJsonDocument::Compact);
        }
    }

    void reading()
    {
        const QByteArray json = toJson(thousandFunctions());
        QBENCHMARK {
            QVERIFY(fromJson(json).ok());
        }
    }
};

QTEST_GUILESS_MAIN(SnapshotJsonBenchmark)

#include "snapshotjsonbenchmark.moc"
