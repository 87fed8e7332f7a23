// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "parse.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace host
{

namespace
{
// include/linux/ioport.h
constexpr quint64 ioResource = 0x100;
constexpr quint64 memoryResource = 0x200;
constexpr quint64 prefetchable = 0x2000;
constexpr quint64 memory64 = 0x100000;

constexpr int romLine = 6; // include/linux/pci.h PCI_ROM_RESOURCE

template<typename Number>
std::optional<Number> whole(std::string_view text, int base)
{
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value) : std::nullopt;
}

struct ResourceLine {
    quint64 start = 0;
    quint64 size = 0;
    quint64 flags = 0;
};

std::optional<ResourceLine> resourceLine(std::string_view line)
{
    const auto start = unsignedNumber(take(line, ' '), 16);
    const auto end = unsignedNumber(take(line, ' '), 16);
    const auto flags = unsignedNumber(trimmed(line), 16);
    if (!start || !end || !flags || *end < *start)
        return std::nullopt;
    const bool unused = *flags == 0 && *end == 0;
    return ResourceLine{*start, unused ? 0 : *end - *start + 1, *flags};
}

core::Bar bar(int index, const ResourceLine &line)
{
    using enum core::Bar::Kind;
    const auto kind = line.flags & ioResource ? Io : line.flags & memory64 ? Memory64 : Memory32;
    return {.index = quint8(index), .kind = kind, .prefetchable = (line.flags & prefetchable) != 0, .address = line.start, .size = line.size};
}

/// Takes `tag` and that many hex digits off the front of `rest`.
std::optional<quint64> field(std::string_view &rest, std::string_view tag, size_t digits)
{
    if (!rest.starts_with(tag) || rest.size() < tag.size() + digits)
        return std::nullopt;
    const auto value = whole<quint64>(rest.substr(tag.size(), digits), 16);
    rest.remove_prefix(tag.size() + digits);
    return value;
}
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::string_view take(std::string_view &rest, char separator)
{
    const auto at = std::min(rest.find(separator), rest.size());
    const std::string_view piece = rest.substr(0, at);
    rest.remove_prefix(std::min(at + 1, rest.size()));
    return piece;
}

std::optional<quint64> unsignedNumber(std::string_view text, int base)
{
    if (base == 16 && text.starts_with("0x"))
        text.remove_prefix(2);
    return whole<quint64>(text, base);
}

std::optional<qint64> signedNumber(std::string_view text)
{
    return whole<qint64>(text, 10);
}

std::optional<core::PciAddress> pciAddress(std::string_view text)
{
    std::array<char16_t, 16> wide{};
    if (text.size() > wide.size())
        return std::nullopt;
    std::ranges::transform(text, wide.begin(), [](char c) {
        return char16_t(quint8(c));
    });
    return core::PciAddress::parse(QStringView(wide.data(), qsizetype(text.size())));
}

std::optional<core::PciAddress> deepestPciAddress(std::string_view path)
{
    while (!path.empty()) {
        const std::string_view last = baseName(path);
        if (const auto address = pciAddress(last))
            return address;
        path.remove_suffix(std::min(last.size() + 1, path.size()));
    }
    return std::nullopt;
}

std::string_view baseName(std::string_view path)
{
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::optional<quint32> linkSpeed(std::string_view text)
{
    if (text.starts_with("Unknown"))
        return 0;
    std::string_view value = take(text, ' ');
    if (!text.starts_with("GT/s"))
        return std::nullopt;
    const auto whole = unsignedNumber(take(value, '.'));
    const auto tenths = value.empty() ? std::optional<quint64>(0) : unsignedNumber(value);
    if (!whole || *whole > 1000 || !tenths || *tenths > 9)
        return std::nullopt;
    return quint32(*whole * 1000 + *tenths * 100);
}

std::optional<PciIds> pciIds(std::string_view modalias)
{
    const auto vendor = field(modalias, "pci:v", 8);
    const auto device = field(modalias, "d", 8);
    const auto subVendor = field(modalias, "sv", 8);
    const auto subDevice = field(modalias, "sd", 8);
    const auto base = field(modalias, "bc", 2);
    const auto sub = field(modalias, "sc", 2);
    const auto interface = field(modalias, "i", 2);
    if (!vendor || !device || !subVendor || !subDevice || !base || !sub || !interface || !modalias.empty())
        return std::nullopt;
    return PciIds{quint16(*vendor), quint16(*device), quint16(*subVendor), quint16(*subDevice), quint32(*base << 16 | *sub << 8 | *interface)};
}

std::optional<Resources> resources(std::string_view text)
{
    Resources found;
    for (int i = 0; i <= romLine && !text.empty(); ++i) {
        const auto line = resourceLine(take(text, '\n'));
        if (!line)
            return std::nullopt;
        if (i == romLine && line->size)
            found.rom = line->size;
        else if (line->size && line->flags & (ioResource | memoryResource))
            found.bars.append(bar(i, *line));
    }
    return found;
}

}
