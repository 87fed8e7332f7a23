// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "companionoptions.h"
#include "commandline.h"

#include "core/operation/request.h"

#include <KLocalizedString>
#include <QCommandLineParser>
#include <QLocale>

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
constexpr auto helpOption = "help"_L1;
constexpr auto versionOption = "version"_L1;
constexpr auto jsonOption = "json"_L1;
constexpr auto snapshotOption = "snapshot"_L1;
constexpr auto sysrootOption = "sysroot"_L1;
constexpr auto driverOption = "driver"_L1;
constexpr auto acceptOption = "accept"_L1;
constexpr auto methodOption = "method"_L1;
constexpr auto nextBootOption = "next-boot"_L1;
constexpr auto yesOption = "yes"_L1;

/// Verbs and options of later versions, which their documentation mentions.
constexpr std::array laterVerbs{"igd"};
constexpr std::array laterOptions{"dump"};

template<typename Names>
bool contains(const Names &names, const QString &name)
{
    return std::ranges::any_of(names, [&name](const char *known) {
        return name == QLatin1StringView(known);
    });
}

QString hint(const Verb *verb)
{
    return verb ? i18nc("@info:shell", "See: turnout %1 --help", QLatin1StringView(verb->name)) : i18nc("@info:shell", "See: turnout --help");
}

Request usage(const Verb *verb, const QString &what)
{
    return {.kind = Request::Kind::Usage, .verb = verb, .invocation = {}, .error = {what, {}, hint(verb)}};
}

QString unknownVerb(const QString &name)
{
    return contains(laterVerbs, name) ? i18nc("@info:shell", "This version of Turnout cannot do “%1” yet.", name)
                                      : i18nc("@info:shell", "There is no verb “%1”.", name);
}

QString badOption(const QCommandLineParser &parser)
{
    const QStringList unknown = parser.unknownOptionNames();
    for (const QString &name : unknown) {
        if (contains(laterOptions, name))
            return i18nc("@info:shell", "This version of Turnout does not have the option --%1 yet.", name);
    }
    if (!unknown.isEmpty())
        return i18nc("@info:shell %1 is what was typed", "There is no option “%1”.", (unknown.first().size() == 1 ? "-"_L1 : "--"_L1) + unknown.first());
    return parser.errorText();
}

/// QCommandLineParser takes the next argument as a value even where it is an option, and has its own message for a value
/// that a switch does not take.
QString badValue(const QStringList &arguments)
{
    for (qsizetype i = 1; i < arguments.size() && arguments[i] != "--"_L1; ++i) {
        for (const OptionRow &row : optionRows()) {
            const QString option = "--"_L1 + QLatin1StringView(row.name);
            const QString next = arguments.value(i + 1);
            if (row.value && arguments[i] == option && (i + 1 == arguments.size() || (next.size() > 1 && next.startsWith(u'-'))))
                return i18nc("@info:shell %1 is an option, %2 the name of its value", "%1 requires a value: %1 %2.", option, QLatin1StringView(row.value));
            if (!row.value && arguments[i].startsWith(option + u'='))
                return i18nc("@info:shell %1 is an option", "%1 takes no value.", option);
        }
        if (arguments[i].startsWith("--json="_L1))
            return i18nc("@info:shell %1 is an option", "%1 takes no value.", "--json"_L1);
    }
    return {};
}

struct Range {
    qsizetype least;
    qsizetype most;
};

/// The number of operands a verb takes.
Range countOf(Operands operands)
{
    switch (operands) {
    case Operands::None:
        return {0, 0};
    case Operands::Address:
    case Operands::File:
        return {1, 1};
    case Operands::Addresses:
        return {1, std::numeric_limits<qsizetype>::max()};
    case Operands::PlannedVerb:
        return {2, 3};
    case Operands::AddressAndState:
        return {1, 2};
    case Operands::AddressAndStateOrNothing:
        return {0, 2};
    case Operands::DomainOrNothing:
        return {0, 1};
    }
    Q_UNREACHABLE_RETURN({});
}

// Each of these returns an error message, empty for none.

/// "assign, release and power".
QString plannable()
{
    QStringList names;
    for (const Verb &verb : verbs()) {
        if (hasPlan(verb))
            names += QLatin1StringView(verb.name);
    }
    return QLocale().createSeparatedList(names);
}

QString addressMissing(const QString &typed)
{
    return i18nc("@info:shell %1 is a verb with its operands", "A PCI address is missing in “turnout %1”.", typed);
}

QString stateMissing(const QString &typed, core::Verb verb)
{
    return i18nc("@info:shell %1 is a verb with its operands, %2 a list of words", "STATE is missing in “turnout %1”. Use %2.", typed, statesOf(verb));
}

/// For a verb with too few operands.
QString missing(const Verb &verb)
{
    if (verb.operands == Operands::File)
        return i18nc("@info:shell %1 is a verb with its operands", "A file name is missing in “turnout %1”.", syntax(verb));
    return addressMissing(syntax(verb));
}

QString takeVerb(const QString &word, Invocation &call)
{
    const Verb *verb = verbNamed(word);
    if (!verb || !hasPlan(*verb))
        return i18nc("@info:shell %1 is a list of verbs", "Turnout can plan %1, not “%2”.", plannable(), word);
    call.goal.emplace().verb = *verb->changes;
    return {};
}

bool hasState(core::Verb verb)
{
    return !statesOf(verb).isEmpty();
}

/// The last operand of power and vga.
QString takeState(const QString &word, core::Goal &goal)
{
    if (goal.verb == core::Verb::Power)
        goal.idle = core::idlePolicyFromKeyword(word);
    else if (goal.verb == core::Verb::Vga)
        goal.vga = core::vgaFromKeyword(word);
    if (hasState(goal.verb) && core::isValid(goal))
        return {};
    return goal.verb == core::Verb::Power ? i18nc("@info:shell", "“%1” is not a power state. Use on, d3hot, d3cold or auto.", word)
        : goal.verb == core::Verb::Vga    ? i18nc("@info:shell", "“%1” is neither on nor off.", word)
                                          : i18nc("@info:shell", "“%1” does not take “%2”.", core::toKeyword(goal.verb), word);
}

QString takeAddresses(const QStringList &words, Invocation &call)
{
    for (const QString &word : words) {
        const std::optional<core::PciAddress> address = core::PciAddress::parseTyped(word);
        if (!address)
            return i18nc("@info:shell", "“%1” is not a PCI address such as 01:00.0 or 0000:01:00.0.", word);
        call.addresses.append(*address);
    }
    return {};
}

/// The verb to plan, and its operands.
QString takePlanned(const Verb &verb, QStringList &operands, Invocation &call)
{
    if (operands.isEmpty())
        return i18nc("@info:shell %1 is a verb with its operands, %2 a list of verbs",
                     "A verb is missing in “turnout %1”. Turnout can plan %2.",
                     syntax(verb),
                     plannable());
    if (const QString wrong = takeVerb(operands.takeFirst(), call); !wrong.isEmpty())
        return wrong;
    const QString typed = QLatin1StringView(verb.name) + u' ' + changeSyntax(*verbNamed(core::toKeyword(call.goal->verb)));
    if (operands.isEmpty())
        return addressMissing(typed);
    return hasState(call.goal->verb) && operands.size() < 2 ? stateMissing(typed, call.goal->verb) : QString();
}

QString takeOperands(const Verb &verb, QStringList operands, Invocation &call)
{
    const Range count = countOf(verb.operands);
    if (operands.size() > count.most)
        return i18nc("@info:shell", "“turnout %1” does not take “%2”.", QLatin1StringView(verb.name), operands.at(count.most));
    if (verb.operands == Operands::PlannedVerb) {
        if (const QString wrong = takePlanned(verb, operands, call); !wrong.isEmpty())
            return wrong;
    } else if (operands.size() < count.least) {
        return missing(verb);
    }
    if (verb.operands == Operands::File) {
        call.file = operands.first();
        return call.file.isEmpty() ? i18nc("@info:shell", "The file name is empty.") : QString();
    }
    if (verb.operands == Operands::DomainOrNothing) {
        call.domain.domain = operands.value(0);
        return {};
    }
    if (verb.operands == Operands::AddressAndStateOrNothing && operands.size() == 1)
        return stateMissing(changeSyntax(verb), *verb.changes);
    if (verb.changes && (!hasState(*verb.changes) || operands.size() == 2))
        call.goal.emplace().verb = *verb.changes;
    const bool withState = operands.size() == 2 && verb.operands != Operands::Addresses;
    const QString state = withState ? operands.takeLast() : QString();
    if (const QString wrong = takeAddresses(operands, call); !wrong.isEmpty())
        return wrong;
    return withState && call.goal ? takeState(state, *call.goal) : QString();
}

QString takeDriver(const QString &driver, core::Goal &goal)
{
    goal.driver = driver;
    if (!driver.isEmpty() && core::isValid(goal))
        return {};
    return goal.verb == core::Verb::Release ? i18nc("@info:shell", "“%1” is not a host driver such as amdgpu.", driver)
                                            : i18nc("@info:shell", "“%1” is not a VFIO driver such as vfio-pci.", driver);
}

QString takeAccepted(QStringList ids, core::Goal &goal)
{
    ids.sort();
    ids.removeDuplicates();
    const auto unacceptable = std::ranges::find_if_not(ids, [](const QString &id) {
        return core::isAcceptable(id);
    });
    if (unacceptable != ids.end())
        return i18nc("@info:shell", "“%1” is not a blocker that you can accept. Those are display-in-use and group-not-viable.", *unacceptable);
    goal.accepted = ids;
    return {};
}

QString takeMethod(const QString &method, core::Goal &goal)
{
    goal.resetMethod = method;
    if (!method.isEmpty() && core::isValid(goal))
        return {};
    return i18nc("@info:shell", "“%1” is not a reset method. Use device_specific, acpi, flr, af_flr, pm, bus or cxl_bus.", method);
}

QString onlyThisMachine()
{
    return i18nc("@info:shell", "Only this machine can be changed, so --snapshot and --sysroot do not apply.");
}

/// An option that is set and neither in `verb` nor in `also`.
QString unsupportedOption(const Verb &verb, Options also, const QCommandLineParser &parser)
{
    for (const OptionRow &row : optionRows()) {
        if (!parser.isSet(QLatin1StringView(row.name)) || (verb.options | also).testAnyFlags(row.options))
            continue;
        return row.options == Option::Source && verb.changes
            ? onlyThisMachine()
            : i18nc("@info:shell", "“turnout %1” has no option --%2.", QLatin1StringView(verb.name), QLatin1StringView(row.name));
    }
    return {};
}

QString takeGoal(const Verb &verb, const QCommandLineParser &parser, Invocation &call)
{
    const bool changes = verb.changes && call.goal;
    if (changes && (!call.snapshot.isEmpty() || !call.sysroot.isEmpty()))
        return onlyThisMachine();
    const bool definesDomain = call.domain.defines || call.domain.fixes || call.domain.mode == DomainCall::Mode::Undo;
    if (!changes && !definesDomain && call.yes)
        return i18nc("@info:shell", "This command only reads, so --yes does not apply.");
    if (!call.goal || call.addresses.isEmpty())
        return {};
    call.goal->gpu = call.addresses.first();
    // The planned verb limits the options of plan, too.
    if (const QString wrong = unsupportedOption(*verbNamed(core::toKeyword(call.goal->verb)), Option::Source, parser); !wrong.isEmpty())
        return wrong;
    if (parser.isSet(driverOption)) {
        if (const QString wrong = takeDriver(parser.value(driverOption), *call.goal); !wrong.isEmpty())
            return wrong;
    }
    if (parser.isSet(methodOption)) {
        if (const QString wrong = takeMethod(parser.value(methodOption), *call.goal); !wrong.isEmpty())
            return wrong;
    }
    call.goal->nextBootOnly = parser.isSet(nextBootOption);
    if (const QString wrong = takeCompanions(parser, *call.goal); !wrong.isEmpty())
        return wrong;
    return takeAccepted(parser.values(acceptOption), *call.goal);
}

QString takeSource(const QCommandLineParser &parser, Invocation &call)
{
    const bool fromSnapshot = parser.isSet(snapshotOption);
    const bool fromSysroot = parser.isSet(sysrootOption);
    call.snapshot = parser.value(snapshotOption);
    call.sysroot = parser.value(sysrootOption);
    if (fromSnapshot && fromSysroot)
        return i18nc("@info:shell", "--snapshot and --sysroot exclude each other; give only one of them.");
    if (fromSnapshot && call.snapshot.isEmpty())
        return i18nc("@info:shell", "--snapshot names no file.");
    if (fromSysroot && call.sysroot.isEmpty())
        return i18nc("@info:shell", "--sysroot names no directory.");
    return {};
}

QString takeOptions(const Verb &verb, const QCommandLineParser &parser, Invocation &call)
{
    if (QString wrong = unsupportedOption(verb, {}, parser); !wrong.isEmpty())
        return wrong;
    call.json = parser.isSet(jsonOption);
    call.yes = parser.isSet(yesOption);
    if (const QString wrong = takeSource(parser, call); !wrong.isEmpty() || !verb.options.testFlag(Option::HostdevOnly))
        return wrong;
    if (const QString wrong = takeXmlOptions(parser, call.domain); !wrong.isEmpty())
        return wrong;
    const QString wrong = takeCompanions(parser, call.companions);
    call.domain.wish.hostdev.with = call.companions.with;
    call.domain.wish.hostdev.without = call.companions.without;
    return wrong;
}

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({{{u"h"_s, helpOption}, {}}, {{u"v"_s, versionOption}, {}}, {jsonOption, {}}});
    for (const OptionRow &row : optionRows())
        parser.addOption({QLatin1StringView(row.name), {}, row.value ? QString(QLatin1StringView(row.value)) : QString()});
}
}

Request parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    const bool isParsed = parser.parse(arguments);
    QStringList operands = parser.positionalArguments();
    const bool asksForHelp = parser.isSet(helpOption) || operands.value(0) == helpOption;
    if (operands.value(0) == helpOption) // turnout help VERB
        operands.removeFirst();
    const QString name = operands.isEmpty() ? QString() : operands.takeFirst();
    const Verb *verb = verbNamed(name);

    if (!name.isEmpty() && !verb)
        return usage(nullptr, unknownVerb(name));
    if (const QString wrong = badValue(arguments); !wrong.isEmpty())
        return usage(verb, wrong);
    if (!isParsed)
        return usage(verb, badOption(parser));
    if (asksForHelp)
        return {.kind = Request::Kind::Help, .verb = verb, .invocation = {}, .error = {}};
    if (parser.isSet(versionOption))
        return {.kind = Request::Kind::Version, .verb = nullptr, .invocation = {}, .error = {}};
    if (!verb && !parser.optionNames().isEmpty())
        return usage(nullptr, i18nc("@info:shell", "--%1 requires a verb such as list.", parser.optionNames().first()));
    if (!verb)
        return {};

    Request request{.kind = Request::Kind::Run, .verb = verb, .invocation = {}, .error = {}};
    if (const QString wrong = takeOptions(*verb, parser, request.invocation); !wrong.isEmpty())
        return usage(verb, wrong);
    if (const QString wrong = takeOperands(*verb, operands, request.invocation); !wrong.isEmpty())
        return usage(verb, wrong);
    if (const QString wrong = verb->options.testFlag(Option::Lint) ? takeLintOptions(parser, request.invocation.domain) : QString(); !wrong.isEmpty())
        return usage(verb, wrong);
    if (const QString wrong = takeGoal(*verb, parser, request.invocation); !wrong.isEmpty())
        return usage(verb, wrong);
    return request;
}

}
