// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// The cost of writing and reading a snapshot of 1,000 functions. Not run by ctest, as it cannot fail.

#include "core/snapshot/snapshotjson.h"
#include "machinesnapshot.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace core;

namespace
{

/// Real functions, repeated in one domain after another up to 1,000.
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

    /// For comparison: the same text through QJsonDocument, from ready objects.
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
