// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "request.h"

#include "planjson.h"
#include "core/keywords.h"

#include <KLocalizedString>

#include <QJsonDocument>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr Keywords<7> outcomes{"done"_L1, "refused"_L1, "changed"_L1, "busy"_L1, "undone"_L1, "blocked"_L1, "incomplete"_L1};
constexpr Keywords<4> states{"began"_L1, "done"_L1, "waiting"_L1, "undoing"_L1};

constexpr qsizetype mostArguments = 16;
constexpr qsizetype longestWord = 64; ///< a fingerprint's length; everything else is shorter
constexpr qsizetype longestText = 16 * 1024; ///< sentences of a reply
constexpr qsizetype longestJson = 4 * 1024 * 1024; ///< a report of a machine with thousands of functions
constexpr qsizetype mostAccepted = 16;

bool isNonce(QStringView text)
{
    return isHex(text, 32);
}

/// Takes arguments out of a map one by one, noting the first that is wrong. Arguments left in the end are unknown.
class Arguments
{
public:
    explicit Arguments(const QVariantMap &arguments)
        : m_left(arguments)
    {
        if (m_left.size() > mostArguments) {
            m_left.clear();
            fail(u"*"_s);
        }
    }

    void fail(const QString &name)
    {
        if (m_wrong.isEmpty())
            m_wrong = name;
    }

    QString text(const QString &name, qsizetype longest = longestWord)
    {
        const QVariant value = take(name, QMetaType::QString);
        const QString text = value.toString();
        if (text.size() > longest)
            fail(name);
        return text.size() > longest ? QString() : text;
    }
    bool flag(const QString &name)
    {
        return take(name, QMetaType::Bool).toBool();
    }
    int number(const QString &name)
    {
        return take(name, QMetaType::Int).toInt();
    }
    QByteArray json(const QString &name)
    {
        return text(name, longestJson).toUtf8();
    }
    QStringList keywords(const QString &name)
    {
        const QStringList keywords = take(name, QMetaType::QStringList).toStringList();
        const bool legal = keywords.size() <= mostAccepted && std::ranges::all_of(keywords, [](const QString &word) {
                               return word.size() <= longestWord;
                           });
        if (!legal)
            fail(name);
        return legal ? keywords : QStringList();
    }

    QList<PciAddress> addresses(const QString &name)
    {
        QList<PciAddress> addresses;
        for (const QString &word : keywords(name)) {
            const auto address = PciAddress::parse(word);
            if (!address)
                fail(name);
            addresses.append(address.value_or(PciAddress()));
        }
        return addresses;
    }

    /// Protocol and nonce are in every map.
    QString opening()
    {
        if (number(u"protocol"_s) != protocolVersion)
            fail(u"protocol"_s);
        const QString nonce = text(u"nonce"_s);
        if (!isNonce(nonce))
            fail(u"nonce"_s);
        return nonce;
    }

    std::optional<Error> error(const QString &what)
    {
        if (m_wrong.isEmpty() && !m_left.isEmpty())
            m_wrong = m_left.firstKey().left(longestWord);
        if (m_wrong.isEmpty())
            return std::nullopt;
        const bool version = m_wrong == "protocol"_L1;
        return Error{.what = what,
                     .why = version ? i18nc("@info", "The application and its helper are of different versions.")
                                    : i18nc("@info %1 is the name of an argument", "“%1” is missing, unknown or malformed.", m_wrong),
                     .remedy =
                         version ? i18nc("@info", "Close all windows of Turnout and start it again.") : QString()};
    }

private:
    QVariant take(const QString &name, QMetaType::Type type)
    {
        const QVariant value = m_left.take(name);
        if (value.isValid() && value.typeId() != type)
            fail(name);
        return value.typeId() == type ? value : QVariant();
    }

    QVariantMap m_left;
    QString m_wrong;
};

/// A keyword that may be missing.
template<typename T>
std::optional<T> optionalKeyword(Arguments &arguments, const QString &name, std::optional<T> (*fromKeyword)(QStringView))
{
    const QString word = arguments.text(name);
    const std::optional<T> value = fromKeyword(word);
    if (!word.isEmpty() && !value)
        arguments.fail(name);
    return value;
}

Goal readGoal(Verb verb, Arguments &arguments)
{
    Goal goal{.verb = verb, .gpu = {}, .driver = arguments.text(u"driver"_s), .idle = {}, .vga = {}, .resetMethod = {}, .accepted = {}, .nextBootOnly = false};
    const QString address = arguments.text(u"address"_s);
    const auto parsed = PciAddress::parse(address);
    if (parsed.has_value() != needsAddress(verb) || (!parsed && !address.isEmpty()))
        arguments.fail(u"address"_s);
    goal.gpu = parsed.value_or(PciAddress());
    goal.idle = optionalKeyword(arguments, u"idle"_s, idlePolicyFromKeyword);
    goal.vga = optionalKeyword(arguments, u"vga"_s, vgaFromKeyword);
    goal.resetMethod = arguments.text(u"resetMethod"_s);
    goal.accepted = arguments.keywords(u"accepted"_s);
    goal.nextBootOnly = arguments.flag(u"nextBootOnly"_s);
    goal.with = arguments.addresses(u"with"_s);
    goal.without = arguments.addresses(u"without"_s);
    if (goal.nextBootOnly && !propertiesOf(verb).takesNextBootOnly)
        arguments.fail(u"nextBootOnly"_s);
    return goal;
}

void putAddresses(QVariantMap &arguments, const QString &name, const QList<PciAddress> &addresses)
{
    QStringList texts;
    for (const PciAddress &address : addresses)
        texts << address.toString();
    if (!texts.isEmpty())
        arguments.insert(name, texts);
}

void putKeyword(QVariantMap &arguments, const QString &name, const QString &word)
{
    if (!word.isEmpty())
        arguments.insert(name, word);
}

QString notUnderstood()
{
    return i18nc("@info", "The helper did not understand the request.");
}

QVariantMap opening(const QString &nonce)
{
    return {{u"protocol"_s, protocolVersion}, {u"nonce"_s, nonce}};
}
}

QString newNonce()
{
    std::array<quint64, 2> random{};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    return QString::asprintf("%016llx%016llx", random[0], random[1]);
}

QString actionOf(const Goal &goal)
{
    return toKeyword(goal.verb) + (goal.accepted.isEmpty() ? QString() : u".accepting"_s);
}

QVariantMap resultArguments(const QString &nonce)
{
    return opening(nonce);
}

Result<QString> nonceFromResultArguments(const QVariantMap &arguments)
{
    Arguments left(arguments);
    const QString nonce = left.opening();
    if (const auto error = left.error(notUnderstood()))
        return *error;
    return nonce;
}

QJsonObject toJson(const QVariantMap &arguments)
{
    return QJsonObject::fromVariantMap(arguments);
}

/// JSON knows no int and no list of texts, which are the only numbers and lists of a request.
QVariantMap argumentsFromJson(const QJsonObject &object)
{
    QVariantMap arguments;
    for (auto member = object.begin(); member != object.end(); ++member) {
        const QJsonValue value = member.value();
        arguments.insert(member.key(), value.isArray() ? QVariant(value.toVariant().toStringList()) : value.isDouble() ? QVariant(value.toInt()) : value.toVariant());
    }
    return arguments;
}

QVariantMap toArguments(const Request &request)
{
    const Goal &goal = request.goal;
    QVariantMap arguments = opening(request.nonce);
    if (needsAddress(goal.verb))
        arguments.insert(u"address"_s, goal.gpu.toString());
    putKeyword(arguments, u"fingerprint"_s, request.fingerprint);
    putKeyword(arguments, u"driver"_s, goal.driver);
    putKeyword(arguments, u"idle"_s, goal.idle ? toKeyword(*goal.idle) : QString());
    putKeyword(arguments, u"vga"_s, goal.vga ? vgaKeyword(*goal.vga) : QString());
    putKeyword(arguments, u"resetMethod"_s, goal.resetMethod);
    if (!goal.accepted.isEmpty())
        arguments.insert(u"accepted"_s, goal.accepted);
    if (goal.nextBootOnly)
        arguments.insert(u"nextBootOnly"_s, true);
    putAddresses(arguments, u"with"_s, goal.with);
    putAddresses(arguments, u"without"_s, goal.without);
    return arguments;
}

Result<Request> requestFromArguments(Verb verb, const QVariantMap &arguments)
{
    Arguments left(arguments);
    Request request;
    request.nonce = left.opening();
    request.goal = readGoal(verb, left);
    request.fingerprint = left.text(u"fingerprint"_s);
    if (needsFingerprint(verb) ? !isFingerprint(request.fingerprint) : !request.fingerprint.isEmpty())
        left.fail(u"fingerprint"_s);
    if (!isValid(request.goal))
        left.fail(toKeyword(verb));
    if (const auto error = left.error(notUnderstood()))
        return *error;
    return request;
}

QString nonceOf(const QVariantMap &arguments)
{
    const QString nonce = arguments.value(u"nonce"_s).toString();
    return isNonce(nonce) ? nonce : QString();
}

QString toKeyword(Outcome outcome)
{
    return keywordOf(outcomes, outcome);
}

std::optional<Outcome> outcomeFromKeyword(QStringView word)
{
    return fromKeyword<Outcome>(outcomes, word);
}

bool ranNothing(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Refused:
    case Outcome::Changed:
    case Outcome::Busy:
        return true;
    case Outcome::Done:
    case Outcome::Undone:
    case Outcome::Blocked:
    case Outcome::Incomplete:
        return false;
    }
    Q_UNREACHABLE_RETURN(false);
}

QVariantMap toArguments(const Reply &reply)
{
    QVariantMap arguments = opening(reply.nonce);
    arguments.insert(u"outcome"_s, toKeyword(reply.outcome));
    putKeyword(arguments, u"what"_s, reply.error.what);
    putKeyword(arguments, u"why"_s, reply.error.why);
    putKeyword(arguments, u"remedy"_s, reply.error.remedy);
    if (reply.plan)
        arguments.insert(u"plan"_s, QString::fromUtf8(QJsonDocument(toJson(*reply.plan)).toJson(QJsonDocument::Compact)));
    if (!reply.report.isEmpty())
        arguments.insert(u"report"_s, QString::fromUtf8(reply.report));
    return arguments;
}

Result<Reply> replyFromArguments(const QVariantMap &arguments)
{
    Arguments left(arguments);
    Reply reply;
    reply.nonce = left.opening();
    const auto outcome = outcomeFromKeyword(left.text(u"outcome"_s));
    if (!outcome)
        left.fail(u"outcome"_s);
    reply.outcome = outcome.value_or(Outcome::Incomplete);
    reply.error = {.what = left.text(u"what"_s, longestText), .why = left.text(u"why"_s, longestText), .remedy = left.text(u"remedy"_s, longestText)};
    if (const QByteArray json = left.json(u"plan"_s); !json.isEmpty()) {
        const auto plan = planFromJson(QJsonDocument::fromJson(json).object());
        if (plan)
            reply.plan = *plan;
        else
            left.fail(u"plan"_s);
    }
    reply.report = left.json(u"report"_s);
    if (const auto error = left.error(i18nc("@info", "Turnout did not understand the helper's reply.")))
        return *error;
    return reply;
}

QVariantMap toArguments(const Progress &progress)
{
    QVariantMap arguments = opening(progress.nonce);
    arguments.insert(u"step"_s, progress.step);
    arguments.insert(u"state"_s, keywordOf(states, progress.state));
    putKeyword(arguments, u"text"_s, progress.text);
    return arguments;
}

Result<Progress> progressFromArguments(const QVariantMap &arguments)
{
    Arguments left(arguments);
    Progress progress;
    progress.nonce = left.opening();
    progress.step = left.number(u"step"_s);
    const auto state = fromKeyword<Progress::State>(states, left.text(u"state"_s));
    if (!state || progress.step < 0)
        left.fail(u"state"_s);
    progress.state = state.value_or(Progress::State::Began);
    progress.text = left.text(u"text"_s, longestText);
    if (const auto error = left.error(i18nc("@info", "Turnout did not understand the helper's progress.")))
        return *error;
    return progress;
}

}
