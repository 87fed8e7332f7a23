// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "machinefile.h"

#include <QFile>
#include <QHash>
#include <QSet>

using namespace Qt::StringLiterals;

namespace fixture
{

namespace
{

constexpr int columns = 12;
const QString header = u"address\tclass\tvendor\tdevice\tsubvendor\tsubdevice\trev\tgroup\tdriver\tmodules\tparent_bus\tflags"_s;

template<typename T>
bool parseHex(QStringView text, T &into)
{
    bool ok = false;
    const uint value = text.toUInt(&ok, 16);
    into = static_cast<T>(value);
    return ok && into == value;
}

/// "-" stands for 0: a function without a subsystem reads 0 in sysfs.
bool parseSubsystem(QStringView text, quint16 &into)
{
    if (text != "-"_L1)
        return parseHex(text, into);
    into = 0;
    return true;
}

/// "256", "16K", "32G", with a "p" at the end for prefetchable.
bool parseBar(QStringView text, Bar &bar)
{
    const qsizetype colon = text.indexOf(u':');
    if (colon != 1)
        return false;
    QStringView size = text.sliced(colon + 1);
    bar.prefetchable = size.endsWith(u'p');
    size.chop(bar.prefetchable ? 1 : 0);
    const qsizetype unit = size.isEmpty() ? -1 : "KMG"_L1.indexOf(size.back());
    size.chop(unit >= 0 ? 1 : 0);
    bool indexOk = false;
    bool sizeOk = false;
    bar.index = static_cast<quint8>(text.first(1).toUInt(&indexOk));
    bar.size = size.toULongLong(&sizeOk) << (10 * (unit + 1));
    return indexOk && sizeOk && bar.index < 6 && bar.size > 0;
}

/// "16GT/sx8"
std::optional<core::LinkState> parseLink(QStringView text)
{
    const qsizetype unit = text.indexOf("GT/sx"_L1);
    if (unit < 0)
        return {};
    bool speedOk = false;
    bool widthOk = false;
    const double speed = text.first(unit).toDouble(&speedOk);
    const uint width = text.sliced(unit + 5).toUInt(&widthOk);
    if (!speedOk || !widthOk)
        return {};
    return core::LinkState{.speed = static_cast<quint32>(speed * 1000), .width = static_cast<quint8>(width)};
}

std::optional<quint16> parseAcs(QStringView text)
{
    static const QHash<QString, quint16> bits = {
        {u"SV"_s, core::Acs::SourceValidation},
        {u"TB"_s, core::Acs::TranslationBlocking},
        {u"RR"_s, core::Acs::RequestRedirect},
        {u"CR"_s, core::Acs::CompletionRedirect},
        {u"UF"_s, core::Acs::UpstreamForwarding},
        {u"EC"_s, core::Acs::EgressControl},
        {u"DT"_s, core::Acs::DirectTranslated},
    };
    if (text == "none"_L1)
        return 0;
    quint16 control = 0;
    for (const QStringView word : text.split(u'+')) {
        const auto bit = bits.constFind(word.toString());
        if (bit == bits.cend())
            return {};
        control |= *bit;
    }
    return control;
}

std::optional<core::PcieType> parsePcieType(QStringView text)
{
    static const QHash<QString, core::PcieType> types = {
        {u"root_port"_s, core::PcieType::RootPort},
        {u"upstream"_s, core::PcieType::UpstreamPort},
        {u"downstream"_s, core::PcieType::DownstreamPort},
        {u"endpoint"_s, core::PcieType::Endpoint},
        {u"legacy_endpoint"_s, core::PcieType::LegacyEndpoint},
        {u"rc_endpoint"_s, core::PcieType::RootComplexEndpoint},
        {u"pcie_pci_bridge"_s, core::PcieType::PcieToPciBridge},
    };
    const auto type = types.constFind(text.toString());
    return type == types.cend() ? std::nullopt : std::optional(*type);
}

bool parseSwitch(QStringView flag, Function &function)
{
    static const QHash<QString, bool Function::*> switches = {
        {u"flr"_s, &Function::flr},
        {u"pm"_s, &Function::pm},
        {u"d3"_s, &Function::d3},
        {u"msix"_s, &Function::msix},
        {u"rebar"_s, &Function::resizableBar},
        {u"rom"_s, &Function::rom},
        {u"vga"_s, &Function::vga},
        {u"hotplug"_s, &Function::hotplug},
        {u"ari"_s, &Function::ari},
    };
    const auto found = switches.constFind(flag.toString());
    if (found == switches.cend())
        return false;
    function.*(*found) = true;
    return true;
}

bool parseFlag(QStringView flag, Function &function)
{
    if (flag.startsWith("bar"_L1)) {
        Bar bar;
        if (!parseBar(flag.sliced(3), bar))
            return false;
        function.bars.append(bar);
        return true;
    }
    const qsizetype colon = flag.indexOf(u':');
    if (colon < 0)
        return parseSwitch(flag, function);
    const QStringView key = flag.first(colon);
    const QStringView value = flag.sliced(colon + 1);
    if (key == "pcie"_L1)
        return (function.pcieType = parsePcieType(value)).has_value();
    if (key == "acs"_L1)
        return (function.acs = parseAcs(value)).has_value();
    if (key == "link"_L1)
        return (function.link = parseLink(value)).has_value();
    bool ok = false;
    function.enabledVfs = static_cast<quint16>(value.toUShort(&ok));
    return ok && key == "sriov"_L1;
}

bool parseBuses(QStringView text, Function &function)
{
    if (text == "-"_L1)
        return true;
    core::BusRange buses;
    const qsizetype dash = text.indexOf(u'-');
    if (dash < 0 || !parseHex(text.first(dash), buses.secondary) || !parseHex(text.sliced(dash + 1), buses.subordinate))
        return false;
    function.buses = buses;
    return true;
}

bool parseGroup(QStringView text, Function &function)
{
    if (text == "-"_L1)
        return true;
    bool ok = false;
    function.group = text.toUInt(&ok);
    return ok;
}

/// The column that does not parse, or an empty string.
QString parseRow(const QList<QStringView> &row, Function &function)
{
    const auto address = core::PciAddress::parse(row[0]);
    if (!address)
        return u"address"_s;
    function.address = *address;
    if (!parseHex(row[1], function.classCode))
        return u"class"_s;
    if (!parseHex(row[2], function.vendor) || !parseHex(row[3], function.device))
        return u"vendor or device"_s;
    if (!parseSubsystem(row[4], function.subVendor) || !parseSubsystem(row[5], function.subDevice))
        return u"subvendor or subdevice"_s;
    if (!parseHex(row[6], function.revision))
        return u"rev"_s;
    if (!parseGroup(row[7], function))
        return u"group"_s;
    if (row[8] != "-"_L1)
        function.driver = row[8].toString();
    if (row[9] != "-"_L1)
        function.modules = row[9].toString().split(u',');
    if (!parseBuses(row[10], function))
        return u"parent_bus"_s;
    if (row[11] == "-"_L1)
        return {};
    for (const QStringView flag : row[11].split(u',')) {
        if (!parseFlag(flag, function))
            return u"flags (%1)"_s.arg(flag);
    }
    return {};
}

core::Error lineError(const QString &path, int line, const QString &what)
{
    return {.what = u"%1:%2: %3."_s.arg(path).arg(line).arg(what), .why = {}, .remedy = u"The format is described in tests/fixtures/machines/README.md."_s};
}

QSet<QString> keywords(QStringView text)
{
    const QStringList list = text.toString().split(u' ', Qt::SkipEmptyParts);
    return {list.cbegin(), list.cend()};
}

}

core::Result<Machine> readMachineFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return core::Error{.what = u"%1 could not be opened."_s.arg(path), .why = file.errorString(), .remedy = {}};
    const QString text = QString::fromUtf8(file.readAll());

    Machine machine;
    QSet<QString> noSoftReset;
    QSet<QString> afFlr;
    bool headerSeen = false;
    int number = 0;
    for (const QStringView line : QStringView(text).split(u'\n')) {
        ++number;
        if (line.isEmpty())
            continue;
        if (line.startsWith(u'#')) {
            const qsizetype colon = line.indexOf(u':');
            const QStringView key = colon < 0 ? QStringView() : line.first(colon).sliced(1).trimmed();
            const QStringView value = line.sliced(colon + 1).trimmed();
            if (key == "machine"_L1)
                machine.title = value.toString();
            else if (key == "kernel"_L1)
                machine.kernel = value.toString();
            else if (key == "access"_L1)
                machine.access = value == "full"_L1 ? Access::Full : Access::Unprivileged;
            else if (key == "nosoftrst+"_L1)
                noSoftReset = keywords(value);
            else if (key == "af_flr+"_L1)
                afFlr = keywords(value);
            else if (key != "source"_L1 && key != "note"_L1)
                return lineError(path, number, u"unknown comment line"_s);
            continue;
        }
        if (!headerSeen) {
            headerSeen = line == header;
            if (!headerSeen)
                return lineError(path, number, u"the header row is not the known one"_s);
            continue;
        }
        const QList<QStringView> row = line.split(u'\t');
        if (row.size() != columns)
            return lineError(path, number, u"%1 columns instead of %2"_s.arg(row.size()).arg(columns));
        Function function;
        if (const QString column = parseRow(row, function); !column.isEmpty())
            return lineError(path, number, u"column %1 makes no sense"_s.arg(column));
        if (!machine.functions.empty() && !(machine.functions.back().address < function.address))
            return lineError(path, number, u"not in address order"_s);
        function.noSoftReset = noSoftReset.contains(row[0].toString());
        function.afFlr = afFlr.contains(row[0].toString());
        machine.functions.push_back(function);
    }
    if (machine.functions.empty())
        return lineError(path, number, u"no functions"_s);
    return machine;
}

}
