// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/operation/request.h"
#include "core/operation/planjson.h"
#include "preflighttroubles.h"
#include "tests/tools/registered.h"

#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using core::Outcome;
using core::Progress;
using core::Reply;
using core::Request;
using core::Verb;
using fixture::at;

namespace
{
const QString fingerprint(64, u'a');

Request request(Verb verb)
{
    Request made{.goal = {.verb = verb, .gpu = {}, .driver = {}, .idle = {}, .vga = {}, .resetMethod = {}, .accepted = {}, .nextBootOnly = false},
                 .fingerprint = core::needsFingerprint(verb) ? fingerprint : QString(),
                 .nonce = core::newNonce()};
    if (core::needsAddress(verb))
        made.goal.gpu = at("01:00.0");
    if (verb == Verb::Power)
        made.goal.idle = core::IdlePolicy::D3cold;
    if (verb == Verb::Vga)
        made.goal.vga = false;
    return made;
}

using Change = std::function<void(QVariantMap &)>;

struct Spoiled {
    const char *sentence;
    Verb verb;
    Change change;
    const char *named; ///< the argument the error must name
};

QList<Spoiled> spoiled()
{
    const auto with = [](const char *name, const QVariant &value) -> Change {
        return [=](QVariantMap &arguments) {
            arguments.insert(QString::fromLatin1(name), value);
        };
    };
    const auto without = [](const char *name) -> Change {
        return [=](QVariantMap &arguments) {
            arguments.remove(QString::fromLatin1(name));
        };
    };
    return {
        {"no nonce", Verb::Assign, without("nonce"), "nonce"},
        {"a short nonce", Verb::Assign, with("nonce", u"12"_s), "nonce"},
        {"a nonce in capitals", Verb::Assign, with("nonce", QString(32, u'A')), "nonce"},
        {"no address", Verb::Assign, without("address"), "address"},
        {"a short address", Verb::Assign, with("address", u"01:00.0"_s), "address"},
        {"a path for an address", Verb::Assign, with("address", u"../../etc"_s), "address"},
        {"an address with a line end", Verb::Assign, with("address", u"0000:01:00.0\n"_s), "address"},
        {"an address where none belongs", Verb::Recover, with("address", u"0000:01:00.0"_s), "address"},
        {"no fingerprint", Verb::Assign, without("fingerprint"), "fingerprint"},
        {"a fingerprint that is none", Verb::Release, with("fingerprint", QString(64, u'g')), "fingerprint"},
        {"a fingerprint where none belongs", Verb::Inspect, with("fingerprint", fingerprint), "fingerprint"},
        {"a host driver to assign to", Verb::Assign, with("driver", u"nouveau"_s), "assign"},
        {"a path for a driver", Verb::Assign, with("driver", u"../vfio-pci"_s), "assign"},
        {"a number for a driver", Verb::Assign, with("driver", 7), "driver"},
        {"a map for a driver", Verb::Assign, with("driver", QVariantMap{{u"x"_s, 1}}), "driver"},
        {"bytes for a driver", Verb::Assign, with("driver", QByteArray("vfio-pci")), "driver"},
        {"a very long driver", Verb::Assign, with("driver", QString(1000000, u'a')), "driver"},
        {"another idle state", Verb::Power, with("idle", u"d1"_s), "idle"},
        {"no idle state", Verb::Power, without("idle"), "power"},
        {"VGA perhaps", Verb::Vga, with("vga", u"perhaps"_s), "vga"},
        {"VGA as a flag", Verb::Vga, with("vga", true), "vga"},
        {"a blocker that cannot be accepted", Verb::Assign, with("accepted", QStringList{u"storage-mounted"_s}), "assign"},
        {"a thousand blockers", Verb::Assign, with("accepted", QStringList(1000, u"x"_s)), "accepted"},
        {"a text for a list", Verb::Assign, with("accepted", u"display-in-use"_s), "accepted"},
        {"a list of other things", Verb::Assign, with("accepted", QVariantList{1, 2}), "accepted"},
        {"a function along with a verb that takes none", Verb::Release, with("with", QStringList{u"0000:01:00.2"_s}), "release"},
        {"a function along that is no address", Verb::Assign, with("with", QStringList{u"01:00"_s}), "with"},
        {"a function left out that is no address", Verb::Assign, with("without", QStringList{u"../x"_s}), "without"},
        {"a function both along and left out",
         Verb::Assign,
         [](QVariantMap &arguments) {
             arguments.insert(u"with"_s, QStringList{u"0000:01:00.2"_s});
             arguments.insert(u"without"_s, QStringList{u"0000:01:00.2"_s});
         },
         "assign"},
        {"next boot only for another verb", Verb::Assign, with("nextBootOnly", true), "nextBootOnly"},
        {"next boot only as a text", Verb::Persist, with("nextBootOnly", u"true"_s), "nextBootOnly"},
        {"a reset method that is none", Verb::Reset, with("resetMethod", u"hammer"_s), "reset"},
        {"an unknown argument", Verb::Assign, with("path", u"/sys"_s), "path"},
        {"a verb as argument", Verb::Assign, with("verb", u"release"_s), "verb"},
        {"seventeen arguments",
         Verb::Assign,
         [](QVariantMap &arguments) {
             for (int i = 0; i < 17; ++i)
                 arguments.insert(QString::number(i), i);
         },
         "*"},
    };
}

core::Plan somePlan()
{
    return {.goal = {},
            .findings = {{.id = u"display-in-use"_s,
                          .severity = core::Severity::Blocker,
                          .address = at("01:00.0"),
                          .text = u"A text."_s,
                          .evidence = u"a file"_s,
                          .remedy = u"Do."_s}},
            .refused = true,
            .steps = {{.action = core::Action::Unbind, .address = at("01:00.0"), .value = {}, .before = u"nouveau"_s, .expected = {}}},
            .fingerprint = fingerprint};
}

const QString nonce(32, u'0');
}

class RequestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyVerbGoesThereAndBack()
    {
        for (int number = 0; number <= int(Verb::Recover); ++number) {
            const Request sent = request(Verb(number));
            const auto got = core::requestFromArguments(Verb(number), core::toArguments(sent));
            QVERIFY2(got, got ? "" : qPrintable(got.error().text()));
            QVERIFY(*got == sent);
        }
    }

    void everyOptionGoesThereAndBack()
    {
        Request sent = request(Verb::Persist);
        sent.goal.driver = u"vfio-pci"_s;
        sent.goal.accepted = {u"display-in-use"_s};
        sent.goal.nextBootOnly = true;
        sent.goal.with = {at("01:00.2"), at("02:00.0")};
        sent.goal.without = {at("01:00.1")};
        QVERIFY(*core::requestFromArguments(Verb::Persist, core::toArguments(sent)) == sent);
        Request reset = request(Verb::Reset);
        reset.goal.resetMethod = u"flr"_s;
        QVERIFY(*core::requestFromArguments(Verb::Reset, core::toArguments(reset)) == reset);
    }

    void argumentsOfOneVerbAreNotThoseOfAnother()
    {
        QVERIFY(!core::requestFromArguments(Verb::Assign, core::toArguments(request(Verb::Power))));
        QVERIFY(!core::requestFromArguments(Verb::Power, core::toArguments(request(Verb::Assign))));
        QVERIFY(!core::requestFromArguments(Verb::Recover, core::toArguments(request(Verb::Assign))));
    }

    void aSpoiledArgumentIsNamed_data()
    {
        QTest::addColumn<Verb>("verb");
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("named");
        for (const Spoiled &row : spoiled())
            QTest::newRow(row.sentence) << row.verb << row.change << QString::fromLatin1(row.named);
    }
    void aSpoiledArgumentIsNamed()
    {
        QFETCH(Verb, verb);
        QFETCH(Change, change);
        QFETCH(QString, named);
        QVariantMap arguments = core::toArguments(request(verb));
        QVERIFY(core::requestFromArguments(verb, arguments));
        change(arguments);
        const auto read = core::requestFromArguments(verb, arguments);
        QVERIFY(!read);
        QVERIFY2(read.error().why.contains(u'“' + named + u'”'), qPrintable(read.error().why));
        QVERIFY(read.error().text().size() < 500);
    }

    void aDifferentProtocolVersionIsReportedAsSuch()
    {
        QVariantMap arguments = core::toArguments(request(Verb::Assign));
        arguments.insert(u"protocol"_s, core::protocolVersion + 1);
        const auto read = core::requestFromArguments(Verb::Assign, arguments);
        QVERIFY(!read);
        QVERIFY(!read.error().remedy.isEmpty());
    }

    void noncesAreFresh()
    {
        QSet<QString> seen;
        for (int i = 0; i < 1000; ++i)
            seen.insert(core::newNonce());
        QCOMPARE(seen.size(), 1000);
    }

    void aReplyGoesThereAndBack()
    {
        for (int number = 0; number <= int(Outcome::Incomplete); ++number) {
            const Reply sent{.nonce = nonce,
                             .outcome = Outcome(number),
                             .error = {.what = u"What."_s, .why = u"Why."_s, .remedy = u"Do."_s},
                             .plan = somePlan(),
                             .report = "{}"};
            const auto got = core::replyFromArguments(core::toArguments(sent));
            QVERIFY(got);
            QVERIFY(*got == sent);
        }
        const Reply bare{.nonce = nonce, .outcome = Outcome::Done, .error = {}, .plan = {}, .report = {}};
        QVERIFY(*core::replyFromArguments(core::toArguments(bare)) == bare);
    }

    void aReplyThatIsNoneIsNoSuccess()
    {
        const Reply done{.nonce = nonce, .outcome = Outcome::Done, .error = {}, .plan = {}, .report = {}};
        QVERIFY(!core::replyFromArguments({}));
        for (const char *name : {"nonce", "outcome", "protocol"}) {
            QVariantMap arguments = core::toArguments(done);
            arguments.remove(QString::fromLatin1(name));
            QVERIFY2(!core::replyFromArguments(arguments), name);
        }
        QVariantMap arguments = core::toArguments(done);
        arguments.insert(u"plan"_s, QByteArray("{\"steps\":[{\"action\":\"write-file\"}]}"));
        QVERIFY(!core::replyFromArguments(arguments));
    }

    void progressGoesThereAndBack()
    {
        for (const auto state : {Progress::State::Began, Progress::State::Done, Progress::State::Waiting, Progress::State::Undoing}) {
            const Progress sent{.nonce = nonce, .step = 3, .state = state, .text = u"kwin_wayland (1234)"_s};
            QVERIFY(*core::progressFromArguments(core::toArguments(sent)) == sent);
        }
        QVariantMap arguments = core::toArguments(Progress{.nonce = nonce, .step = -1, .state = Progress::State::Began, .text = {}});
        QVERIFY(!core::progressFromArguments(arguments));
    }

    void aPlanInJsonSaysWhatCanBeAccepted()
    {
        const QJsonObject json = core::toJson(somePlan());
        QVERIFY(json.value(u"refused"_s).toBool());
        QVERIFY(json.value(u"findings"_s).toArray().at(0).toObject().value(u"acceptable"_s).toBool());
        QVERIFY(*core::planFromJson(json) == somePlan());
    }
};

TURNOUT_TEST(RequestTest)

#include "requesttest.moc"
