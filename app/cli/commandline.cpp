// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "commandline.h"

#include "textreport.h"
#include "verbs.h"

#include <KLocalizedString>
#include <QCommandLineParser>

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
constexpr auto hostdevOption = "hostdev-only"_L1;
constexpr auto snapshotOption = "snapshot"_L1;
constexpr auto sysrootOption = "sysroot"_L1;

constexpr int helpColumn = 20;

constexpr std::array table{
    Verb{"list", Operands::None, OwnOption::None, kli18nc("@info:shell", "The GPUs of this machine: who uses them, and whether they can go to a VM."), runList},
    Verb{"groups", Operands::None, OwnOption::None, kli18nc("@info:shell", "Every IOMMU group with its members, and why they share it."), runGroups},
    Verb{"show", Operands::Address, OwnOption::None, kli18nc("@info:shell", "Everything known about one PCI function."), runShow},
    Verb{"doctor",
         Operands::None,
         OwnOption::None,
         kli18nc("@info:shell", "Is this machine ready for GPU passthrough, and if not, what exactly to change."),
         runDoctor},
    Verb{"snapshot",
         Operands::File,
         OwnOption::None,
         kli18nc("@info:shell", "Save what Turnout sees, anonymised, as JSON. FILE may be - for the standard output."),
         runSnapshot},
    Verb{"xml", Operands::Addresses, OwnOption::HostdevOnly, kli18nc("@info:shell", "The libvirt XML that gives the whole slot of each GPU to a VM."), runXml},
};

/// Words that people may know from the documentation of later versions.
constexpr std::array laterVerbs{"plan", "assign", "release", "power", "vga", "igd", "lint"};
constexpr std::array laterOptions{"connect", "domain", "new", "driver", "dump"};

struct OptionText {
    const char *syntax;
    KLazyLocalizedString summary;
};

constexpr std::array commonOptions{
    OptionText{"--json", kli18nc("@info:shell", "Print one JSON object, for programs.")},
    OptionText{"--snapshot FILE", kli18nc("@info:shell", "Answer from a snapshot instead of this machine.")},
    OptionText{"--sysroot DIR", kli18nc("@info:shell", "Read DIR/sys and DIR/proc instead of /sys and /proc.")},
};
constexpr std::array generalOptions{
    OptionText{"--help", kli18nc("@info:shell", "Show this help. After a verb: the help of that verb.")},
    OptionText{"--version", kli18nc("@info:shell", "Show the version.")},
};
constexpr OptionText hostdevOnlyOption{"--hostdev-only", kli18nc("@info:shell", "Only the <hostdev> elements, to put into a domain of yours. Needed.")};

template<typename Words>
bool contains(const Words &words, const QString &word)
{
    return std::ranges::any_of(words, [&](const char *known) {
        return word == QLatin1StringView(known);
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

const Verb *verbNamed(const QString &name)
{
    const auto it = std::ranges::find_if(table, [&](const Verb &verb) {
        return name == QLatin1StringView(verb.name);
    });
    return it == table.end() ? nullptr : &*it;
}

QString unknownVerb(const QString &name)
{
    return contains(laterVerbs, name) ? i18nc("@info:shell", "This version of Turnout cannot do “%1” yet.", name)
                                      : i18nc("@info:shell", "There is no verb “%1”.", name);
}

QString badOption(const QCommandLineParser &parser)
{
    for (const QString &name : parser.unknownOptionNames()) {
        if (contains(laterOptions, name))
            return i18nc("@info:shell", "This version of Turnout does not have the option --%1 yet.", name);
    }
    return parser.errorText();
}

/// The verb as it is typed: "xml ADDRESS...".
QString syntax(const Verb &verb)
{
    const QString name = QLatin1StringView(verb.name);
    switch (verb.operands) {
    case Operands::None:
        return name;
    case Operands::Address:
        return name + " ADDRESS"_L1;
    case Operands::Addresses:
        return name + " ADDRESS..."_L1;
    case Operands::File:
        return name + " FILE"_L1;
    }
    Q_UNREACHABLE_RETURN(name);
}

/// How many operands a verb takes at most.
qsizetype most(Operands operands)
{
    switch (operands) {
    case Operands::None:
        return 0;
    case Operands::Address:
    case Operands::File:
        return 1;
    case Operands::Addresses:
        return std::numeric_limits<qsizetype>::max();
    }
    Q_UNREACHABLE_RETURN(0);
}

// Each of these returns what is wrong, or nothing.

QString takeOperands(const Verb &verb, const QStringList &operands, Invocation &call)
{
    if (verb.operands != Operands::None && operands.isEmpty())
        return i18nc("@info:shell %1 is a verb with what belongs to it", "Something is missing: turnout %1", syntax(verb));
    if (operands.size() > most(verb.operands))
        return i18nc("@info:shell", "“turnout %1” does not know what to do with “%2”.", QLatin1StringView(verb.name), operands.at(most(verb.operands)));
    if (verb.operands == Operands::File) {
        call.file = operands.first();
        return call.file.isEmpty() ? i18nc("@info:shell", "The name of the file is empty.") : QString();
    }
    for (const QString &operand : operands) {
        const std::optional<core::PciAddress> address = core::PciAddress::parseTyped(operand);
        if (!address)
            return i18nc("@info:shell", "“%1” is not a PCI address. One looks like 01:00.0 or 0000:01:00.0.", operand);
        call.addresses.append(*address);
    }
    return {};
}

QString takeOptions(const Verb &verb, const QCommandLineParser &parser, Invocation &call)
{
    const bool fromSnapshot = parser.isSet(snapshotOption);
    const bool fromSysroot = parser.isSet(sysrootOption);
    const bool hostdevOnly = parser.isSet(hostdevOption);
    call.json = parser.isSet(jsonOption);
    call.snapshot = parser.value(snapshotOption);
    call.sysroot = parser.value(sysrootOption);
    if (fromSnapshot && fromSysroot)
        return i18nc("@info:shell", "--snapshot and --sysroot both say what to read; give only one of them.");
    if (fromSnapshot && call.snapshot.isEmpty())
        return i18nc("@info:shell", "--snapshot names no file.");
    if (fromSysroot && call.sysroot.isEmpty())
        return i18nc("@info:shell", "--sysroot names no directory.");
    if (hostdevOnly && verb.own != OwnOption::HostdevOnly)
        return i18nc("@info:shell", "“turnout %1” has no option --hostdev-only.", QLatin1StringView(verb.name));
    if (!hostdevOnly && verb.own == OwnOption::HostdevOnly)
        return i18nc("@info:shell", "This version of Turnout writes only the <hostdev> elements; say so with --hostdev-only.");
    return {};
}

void addOptions(TextReport &report, std::span<const OptionText> options)
{
    for (const OptionText &option : options)
        report.hanging(2, QLatin1StringView(option.syntax), Tone::Strong, helpColumn, option.summary.toString(), Tone::Plain);
}

void describe(TextReport &report, const Verb &verb)
{
    report.paragraph(i18nc("@info:shell", "Usage: turnout %1 [OPTIONS]", syntax(verb)));
    report.blank();
    report.paragraph(verb.summary.toString());
    report.blank();
    report.heading(i18nc("@info:shell", "Options"));
    if (verb.own == OwnOption::HostdevOnly)
        addOptions(report, {&hostdevOnlyOption, 1});
    addOptions(report, commonOptions);
}

void describeAll(TextReport &report)
{
    report.paragraph(i18nc("@info:shell", "Usage: turnout [VERB] [OPTIONS]"));
    report.blank();
    report.paragraph(i18nc("@info:shell",
                           "Gives a spare GPU to a virtual machine and takes it back. Without a verb the desktop "
                           "application opens. The verbs only look; none of them changes or wakes anything."));
    report.blank();
    report.heading(i18nc("@info:shell", "Verbs"));
    for (const Verb &verb : table)
        report.hanging(2, syntax(verb), Tone::Strong, helpColumn, verb.summary.toString(), Tone::Plain);
    report.blank();
    report.paragraph(i18nc("@info:shell", "ADDRESS is a PCI address such as 01:00.0 or 0000:01:00.0."));
    report.blank();
    report.heading(i18nc("@info:shell", "Options"));
    addOptions(report, commonOptions);
    addOptions(report, generalOptions);
    report.blank();
    report.paragraph(i18nc("@info:shell", "Exit status: 0 done, 1 refused or failed, 2 not understood. More: man turnout"));
}
}

Request parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{{u"h"_s, helpOption}, {}},
                       {{u"v"_s, versionOption}, {}},
                       {jsonOption, {}},
                       {hostdevOption, {}},
                       {snapshotOption, {}, u"FILE"_s},
                       {sysrootOption, {}, u"DIR"_s}});
    const bool understood = parser.parse(arguments);
    QStringList operands = parser.positionalArguments();
    const QString name = operands.isEmpty() ? QString() : operands.takeFirst();
    const Verb *verb = verbNamed(name);

    if (!name.isEmpty() && !verb)
        return usage(nullptr, unknownVerb(name));
    if (!understood)
        return usage(verb, badOption(parser));
    if (parser.isSet(helpOption))
        return {.kind = Request::Kind::Help, .verb = verb, .invocation = {}, .error = {}};
    if (parser.isSet(versionOption))
        return {.kind = Request::Kind::Version, .verb = nullptr, .invocation = {}, .error = {}};
    if (!verb && !parser.optionNames().isEmpty())
        return usage(nullptr, i18nc("@info:shell", "--%1 needs a verb, such as list.", parser.optionNames().first()));
    if (!verb)
        return {};

    Request request{.kind = Request::Kind::Run, .verb = verb, .invocation = {}, .error = {}};
    if (const QString wrong = takeOptions(*verb, parser, request.invocation); !wrong.isEmpty())
        return usage(verb, wrong);
    if (const QString wrong = takeOperands(*verb, operands, request.invocation); !wrong.isEmpty())
        return usage(verb, wrong);
    return request;
}

QByteArray help(const Verb *verb, const Terminal &terminal)
{
    TextReport report(terminal);
    if (verb)
        describe(report, *verb);
    else
        describeAll(report);
    return report.bytes();
}

}
