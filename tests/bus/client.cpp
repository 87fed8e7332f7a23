// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Sends one request to the helper through KAuth, optionally with malformed arguments.
//
//     client VERB ROOT [--address A] [--accept ID] [--action NAME] [--timeout MS] [--protocol N] [--drop NAME] [--text NAME LENGTH] [--nested DEPTH]
//
// Plans for the machine in ROOT. Prints one JSON object with KAuth's error and the reply.

#include "core/operation/plan.h"
#include "core/operation/request.h"
#include "host/machine/machinereader.h"

#include <KAuth/Action>
#include <KAuth/ExecuteJob>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace
{
core::Request requestFor(const QString &verb, const QString &root, const QString &address, const QString &accepted)
{
    core::Request request;
    request.goal.verb = core::verbFromKeyword(verb).value_or(core::Verb::Inspect);
    request.nonce = core::newNonce();
    if (core::needsAddress(request.goal.verb))
        request.goal.gpu = core::PciAddress::parse(address).value_or(core::PciAddress());
    if (!accepted.isEmpty())
        request.goal.accepted = {accepted};
    if (core::needsFingerprint(request.goal.verb))
        request.fingerprint = core::plan(*host::readMachine({.sysroot = root, .withHolders = true, .onAccess = {}}), request.goal).fingerprint;
    return request;
}

QVariant nested(int depth)
{
    QVariant value = u"bottom"_s;
    for (int i = 0; i < depth; ++i)
        value = QVariantList{value};
    return value;
}
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QStringList keywords = QCoreApplication::arguments().sliced(1);
    const QString verb = keywords.takeFirst();
    const QString root = keywords.takeFirst();
    const auto option = [&keywords](const QString &name, const QString &fallback) {
        const qsizetype at = keywords.indexOf(name);
        return at < 0 ? fallback : keywords.value(at + 1);
    };
    const core::Request request = requestFor(verb, root, option(u"--address"_s, u"0000:01:00.0"_s), option(u"--accept"_s, {}));
    QVariantMap arguments = core::toArguments(request);
    if (keywords.contains(u"--protocol"_s))
        arguments.insert(u"protocol"_s, option(u"--protocol"_s, {}).toInt());
    if (keywords.contains(u"--drop"_s))
        arguments.remove(option(u"--drop"_s, {}));
    if (const qsizetype at = keywords.indexOf(u"--text"_s); at >= 0)
        arguments.insert(keywords.value(at + 1), QString(keywords.value(at + 2).toInt(), u'x'));
    if (keywords.contains(u"--nested"_s))
        arguments.insert(u"nested"_s, nested(option(u"--nested"_s, {}).toInt()));

    KAuth::Action action("org.turnout.helper."_L1 + option(u"--action"_s, core::verbFromKeyword(verb) ? core::actionOf(request.goal) : verb));
    action.setHelperId(u"org.turnout.helper"_s);
    action.setArguments(arguments);
    action.setTimeout(option(u"--timeout"_s, u"600000"_s).toInt());
    int steps = 0;
    KAuth::ExecuteJob *job = action.execute();
    QObject::connect(job, &KAuth::ExecuteJob::newData, [&steps, &request](const QVariantMap &data) {
        const auto progress = core::progressFromArguments(data);
        steps += progress && progress->nonce == request.nonce ? 1 : 0;
    });
    job->exec();

    QJsonObject result{{u"kauthError"_s, job->error()}, {u"progress"_s, steps}};
    const auto reply = core::replyFromArguments(job->data());
    result.insert("understood"_L1, reply.ok());
    if (reply) {
        result.insert("mine"_L1, reply->nonce == request.nonce);
        result.insert("outcome"_L1, core::toKeyword(reply->outcome));
        result.insert("error"_L1, reply->error.text());
    }
    std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
