// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "domainoptions.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
/// libvirt's own pool.
constexpr auto imageFolder = "/var/lib/libvirt/images/"_L1;

// Each of these returns an error message, empty for none.

QString notOneOf(const QString &option, const QString &value, const QString &words)
{
    return i18nc("@info:shell %1 is an option, %2 what was typed, %3 a list of words", "--%1 cannot be “%2”. Use %3.", option, value, words);
}

template<typename Value>
struct Keyword {
    const char *word;
    Value value;
};

/// Sets `target` where the option is given.
template<typename Value, size_t count, typename Target>
QString takeKeyword(const QCommandLineParser &parser, const QString &option, const std::array<Keyword<Value>, count> &keywords, Target &target)
{
    if (!parser.isSet(option))
        return {};
    QStringList words;
    for (const Keyword<Value> &keyword : keywords) {
        if (parser.value(option) == QLatin1StringView(keyword.word)) {
            target = keyword.value;
            return {};
        }
        words += QLatin1StringView(keyword.word);
    }
    return notOneOf(option, parser.value(option), words.join(u", "_s));
}

constexpr std::array onOff{Keyword<bool>{"on", true}, Keyword<bool>{"off", false}};

template<typename Target>
QString takeNumber(const QCommandLineParser &parser, const QString &option, Target &target)
{
    if (!parser.isSet(option))
        return {};
    bool ok = false;
    const int number = parser.value(option).toInt(&ok);
    if (!ok || number < 0)
        return i18nc("@info:shell %1 is an option, %2 what was typed", "--%1 must be a number, not “%2”.", option, parser.value(option));
    target = number;
    return {};
}

/// MiB of "16G", "8192M" or "8192"; 0 for anything else.
quint64 mebibytesOf(const QString &text)
{
    static const QRegularExpression size(u"^([0-9]{1,9})([MGT]?)(iB)?$"_s, QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = size.match(text);
    const QString unit = match.captured(2).toUpper();
    return match.captured(1).toULongLong() << (unit == "G"_L1 ? 10 : unit == "T"_L1 ? 20 : 0);
}

QString takeMemory(const QCommandLineParser &parser, core::NewDomain &wish)
{
    const QString option = u"memory"_s;
    wish.mebibytes = mebibytesOf(parser.value(option));
    if (wish.mebibytes == 0)
        return parser.isSet(option) ? i18nc("@info:shell", "--memory must be a size such as 16G, not “%1”.", parser.value(option))
                                    : i18nc("@info:shell", "A new VM requires --memory, such as --memory 16G.");
    if (!parser.isSet(u"hugepages"_s))
        return {};
    const QString page = parser.value(u"hugepages"_s);
    const quint64 mebibytes = mebibytesOf(page);
    if (mebibytes != 2 && mebibytes != 1024)
        return notOneOf(u"hugepages"_s, page, u"2M, 1G"_s);
    wish.hugepageKib = mebibytes * 1024;
    return {};
}

QString takeDisk(const QCommandLineParser &parser, core::NewDomain &wish)
{
    using Kind = core::GuestDisk::Kind;
    const QString disk = parser.value(u"disk"_s);
    if (disk.isEmpty())
        return i18nc("@info:shell", "A new VM requires --disk: a size such as 100G, an image, a block device, or none.");
    if (disk == "none"_L1)
        return {};
    if (const quint64 mebibytes = mebibytesOf(disk); mebibytes > 0) {
        wish.disk = {Kind::NewImage, imageFolder + wish.name + ".qcow2"_L1, (mebibytes + 1023) / 1024, u"qcow2"_s};
        return {};
    }
    if (disk.startsWith("/dev/"_L1)) {
        wish.disk = {Kind::BlockDevice, disk, 0, u"raw"_s, QFileInfo(disk).canonicalFilePath()};
        return {};
    }
    const QString suffix = QFileInfo(disk).suffix();
    if (suffix != "qcow2"_L1 && suffix != "raw"_L1 && suffix != "img"_L1)
        return i18nc("@info:shell", "--disk “%1” is neither a size nor the name of an image that ends in .qcow2, .raw or .img.", disk);
    wish.disk = {Kind::Image, QFileInfo(disk).absoluteFilePath(), 0, suffix == "qcow2"_L1 ? suffix : u"raw"_s};
    return {};
}

QString takeNetwork(const QCommandLineParser &parser, core::NewDomain &wish)
{
    if (!parser.isSet(u"network"_s))
        return {};
    const QString network = parser.value(u"network"_s);
    if (network == "none"_L1) {
        wish.network = core::GuestNetwork::None;
    } else if (network == "user"_L1) {
        wish.network = core::GuestNetwork::User;
    } else if (network.startsWith("bridge:"_L1)) {
        wish.network = core::GuestNetwork::Bridge;
        wish.networkName = network.sliced(7);
    } else {
        wish.networkName = network;
    }
    return wish.networkName.isEmpty() ? i18nc("@info:shell", "--network names no network.") : QString();
}

QString takeScreen(const QCommandLineParser &parser, core::NewDomain &wish)
{
    if (!parser.isSet(u"looking-glass"_s))
        return {};
    static const QRegularExpression screen(u"^([0-9]{1,5})x([0-9]{1,5})(,hdr)?$"_s);
    const QRegularExpressionMatch match = screen.match(parser.value(u"looking-glass"_s));
    if (!match.hasMatch())
        return i18nc("@info:shell", "--looking-glass must be the size of a screen such as 2560x1440 or 2560x1440,hdr.");
    wish.lookingGlass = core::LookingGlass{match.captured(1).toInt(), match.captured(2).toInt(), match.hasCaptured(3)};
    return {};
}

QString absolute(const QString &file)
{
    return file.isEmpty() ? file : QFileInfo(file).absoluteFilePath();
}

QString takeHostdevOptions(const QCommandLineParser &parser, core::HostdevOptions &options)
{
    options.keepsLayout = parser.isSet(u"multifunction"_s);
    options.usesIommufd = parser.isSet(u"iommufd"_s);
    const QString rom = parser.value(u"rom"_s);
    options.hidesRom = rom == "off"_L1;
    options.rom = options.hidesRom ? QString() : absolute(rom);
    options.driver = parser.value(u"driver"_s);
    if (!options.driver.isEmpty() && (!core::isDriverName(options.driver) || !core::isVfioDriver(options.driver)))
        return i18nc("@info:shell", "“%1” is not a VFIO driver such as vfio-pci.", options.driver);
    return {};
}

QString takeFirst(std::initializer_list<QString> messages)
{
    for (const QString &message : messages) {
        if (!message.isEmpty())
            return message;
    }
    return {};
}

QString takeWish(const QCommandLineParser &parser, core::NewDomain &wish)
{
    constexpr std::array guests{Keyword<core::GuestOs>{"linux", core::GuestOs::Linux},
                                Keyword<core::GuestOs>{"windows10", core::GuestOs::Windows10},
                                Keyword<core::GuestOs>{"windows11", core::GuestOs::Windows11}};
    constexpr std::array firmware{Keyword<core::GuestFirmware>{"efi", core::GuestFirmware::Efi},
                                  Keyword<core::GuestFirmware>{"bios", core::GuestFirmware::Bios}};
    constexpr std::array graphics{Keyword<core::GuestGraphics>{"spice", core::GuestGraphics::Spice},
                                  Keyword<core::GuestGraphics>{"vnc", core::GuestGraphics::Vnc},
                                  Keyword<core::GuestGraphics>{"none", core::GuestGraphics::None}};
    constexpr std::array audio{Keyword<core::GuestAudio>{"none", core::GuestAudio::None},
                               Keyword<core::GuestAudio>{"spice", core::GuestAudio::Spice},
                               Keyword<core::GuestAudio>{"pipewire", core::GuestAudio::PipeWire}};
    if (!parser.isSet(u"guest"_s))
        return i18nc("@info:shell", "A new VM requires --guest: linux, windows10 or windows11.");
    wish.isPinned = !parser.isSet(u"no-pin"_s);
    wish.isLocked = parser.isSet(u"locked-memory"_s);
    wish.installer = absolute(parser.value(u"installer"_s));
    wish.virtioDrivers = absolute(parser.value(u"virtio-win"_s));
    wish.evdev = parser.values(u"evdev"_s);
    wish.mdevs = parser.values(u"mdev"_s);
    wish.audioRuntimeDir = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return takeFirst({takeKeyword(parser, u"guest"_s, guests, wish.guest),
                      takeMemory(parser, wish),
                      takeDisk(parser, wish),
                      takeKeyword(parser, u"firmware"_s, firmware, wish.firmware),
                      takeKeyword(parser, u"graphics"_s, graphics, wish.graphics),
                      takeKeyword(parser, u"audio"_s, audio, wish.audio),
                      takeKeyword(parser, u"secure-boot"_s, onOff, wish.secureBoot),
                      takeKeyword(parser, u"tpm"_s, onOff, wish.tpm),
                      takeNumber(parser, u"vcpus"_s, wish.vcpus),
                      takeNumber(parser, u"free-ports"_s, wish.freePorts),
                      takeNumber(parser, u"max-physical-bits"_s, wish.maxPhysicalBits),
                      takeNetwork(parser, wish),
                      takeScreen(parser, wish)});
}

/// Which of the ways is meant; exactly one must be.
QString takeMode(const QCommandLineParser &parser, DomainCall &call)
{
    const bool isNew = parser.isSet(u"new"_s);
    const bool isExisting = parser.isSet(u"domain"_s);
    const int count = int(parser.isSet(u"hostdev-only"_s)) + int(isNew) + int(isExisting);
    if (count != 1)
        return i18nc("@info:shell", "Add one of --hostdev-only, --new NAME and --domain NAME or FILE.");
    call.defines = parser.isSet(u"define"_s);
    if (isNew) {
        call.mode = DomainCall::Mode::New;
        call.wish.name = parser.value(u"new"_s);
    } else if (isExisting) {
        call.mode = parser.isSet(u"undo"_s) ? DomainCall::Mode::Undo : parser.isSet(u"remove"_s) ? DomainCall::Mode::Remove : DomainCall::Mode::Add;
        call.domain = parser.value(u"domain"_s);
        if (call.domain.isEmpty())
            return i18nc("@info:shell", "--domain names neither a domain nor a file.");
    }
    if (!isExisting && (parser.isSet(u"undo"_s) || parser.isSet(u"remove"_s)))
        return i18nc("@info:shell", "--remove and --undo require --domain.");
    if (int(parser.isSet(u"undo"_s)) + int(parser.isSet(u"remove"_s)) + int(call.defines && parser.isSet(u"undo"_s)) > 1)
        return i18nc("@info:shell", "--undo excludes --remove and --define.");
    if (call.defines && !isNew && !isExisting)
        return i18nc("@info:shell", "--define requires --new or --domain.");
    const bool isFile = isExisting && isDomainFile(call.domain);
    if (isFile && (call.defines || call.mode == DomainCall::Mode::Undo))
        return i18nc("@info:shell", "--define and --undo require the name of a domain of libvirt, not a file.");
    return {};
}

/// An option that makes no difference in this mode is a mistake.
QString uselessOption(const QCommandLineParser &parser, DomainCall::Mode mode)
{
    constexpr std::array ofNew{"guest",         "memory",      "disk",  "vcpus",      "no-pin", "hugepages",        "locked-memory",
                               "firmware",      "secure-boot", "tpm",   "installer",  "evdev",  "virtio-win",       "network",
                               "looking-glass", "graphics",    "audio", "free-ports", "mdev",   "max-physical-bits"};
    constexpr std::array ofHostdevs{"rom", "iommufd", "multifunction", "driver", "capabilities"};
    const auto firstSet = [&parser](const auto &names) {
        for (const char *name : names) {
            if (parser.isSet(QLatin1StringView(name)))
                return QString(QLatin1StringView(name));
        }
        return QString();
    };
    if (mode == DomainCall::Mode::New)
        return {};
    if (const QString option = firstSet(ofNew); !option.isEmpty())
        return i18nc("@info:shell %1 is an option", "--%1 requires --new.", option);
    if (mode == DomainCall::Mode::Add)
        return {};
    const QString option = firstSet(ofHostdevs);
    return option.isEmpty() ? QString() : i18nc("@info:shell %1 is an option", "--%1 requires --new or --domain, without --remove and --undo.", option);
}
}

bool isDomainFile(const QString &domain)
{
    return domain.contains(u'/') || domain.endsWith(".xml"_L1) || QFileInfo::exists(domain);
}

QString takeXmlOptions(const QCommandLineParser &parser, DomainCall &call)
{
    if (const QString wrong = takeMode(parser, call); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = uselessOption(parser, call.mode); !wrong.isEmpty())
        return wrong;
    call.connect = parser.value(u"connect"_s);
    call.capabilities = parser.values(u"capabilities"_s);
    if (const QString wrong = takeHostdevOptions(parser, call.wish.hostdev); !wrong.isEmpty())
        return wrong;
    return call.mode == DomainCall::Mode::New ? takeWish(parser, call.wish) : QString();
}

QString takeLintOptions(const QCommandLineParser &parser, DomainCall &call)
{
    call.all = parser.isSet(u"all"_s);
    call.fixes = parser.isSet(u"fix"_s);
    call.connect = parser.value(u"connect"_s);
    call.capabilities = parser.values(u"capabilities"_s);
    if (call.all == !call.domain.isEmpty())
        return i18nc("@info:shell", "Name one domain, one file, or --all.");
    if (call.all && call.fixes)
        return i18nc("@info:shell", "--fix changes one domain; name it.");
    return {};
}

}
