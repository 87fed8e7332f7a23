// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "modulealias.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>

#include <fnmatch.h>

namespace core
{

namespace
{
constexpr QByteArrayView hostPrefix = "pci:";
constexpr QByteArrayView vfioPrefix = "vfio_pci:";

/// Sorts after every literal vendor or device ID.
constexpr quint64 any = 0xffffffff;

/// The eight hex digits after `letter` at `at`, or nothing when there is a glob.
std::optional<quint32> literalId(QByteArrayView pattern, qsizetype at, char letter)
{
    if (pattern.size() < at + 9 || pattern[at] != letter)
        return std::nullopt;
    bool ok = false;
    const quint32 id = pattern.sliced(at + 1, 8).toUInt(&ok, 16);
    return ok ? std::optional(id) : std::nullopt;
}

quint64 key(quint64 vendor, quint64 device)
{
    return vendor << 32 | device;
}

/// Vendor and device where the pattern begins with both as literals; `any` from the first glob on.
quint64 keyOf(QByteArrayView pattern)
{
    const auto vendor = literalId(pattern, 0, 'v');
    const auto device = vendor ? literalId(pattern, 9, 'd') : std::nullopt;
    return key(vendor ? quint64(*vendor) : any, device ? quint64(*device) : any);
}

int wildcards(QByteArrayView pattern)
{
    return int(std::ranges::count(pattern, '*'));
}

/// Cuts the next piece up to `separator` off `rest`.
QByteArrayView take(QByteArrayView &rest, char separator)
{
    const auto *found = rest.isEmpty() ? nullptr : static_cast<const char *>(memchr(rest.data(), separator, size_t(rest.size())));
    const qsizetype length = found ? found - rest.data() : rest.size();
    const QByteArrayView piece = rest.first(length);
    rest = rest.sliced(std::min(length + 1, rest.size()));
    return piece;
}
}

ModuleAliases::ModuleAliases(QByteArrayView text)
{
    while (!text.isEmpty()) {
        QByteArrayView line = take(text, '\n');
        if (take(line, ' ') != "alias")
            continue;
        const QByteArrayView pattern = take(line, ' ');
        const bool vfio = pattern.startsWith(vfioPrefix);
        if (line.isEmpty() || !(vfio || pattern.startsWith(hostPrefix)))
            continue;
        const QByteArrayView rest = pattern.sliced(vfio ? vfioPrefix.size() : hostPrefix.size());
        (vfio ? m_vfio : m_host).push_back({keyOf(rest), rest, line.trimmed()});
    }
    std::ranges::stable_sort(m_host, {}, &Alias::key);
    std::ranges::stable_sort(m_vfio, {}, &Alias::key);
}

std::vector<const ModuleAliases::Alias *> ModuleAliases::matches(const std::vector<Alias> &aliases, QByteArrayView modalias)
{
    if (!modalias.startsWith(hostPrefix))
        return {};
    const std::string name(modalias.sliced(hostPrefix.size()).data(), size_t(modalias.size() - hostPrefix.size()));
    const quint64 exact = keyOf(name);

    std::vector<const Alias *> found;
    std::string pattern; // fnmatch() wants a terminating zero
    for (const quint64 wanted : {exact, key(exact >> 32, any), key(any, any)}) {
        for (const Alias &alias : std::ranges::equal_range(aliases, wanted, {}, &Alias::key)) {
            pattern.assign(alias.pattern.data(), size_t(alias.pattern.size()));
            if (fnmatch(pattern.c_str(), name.c_str(), 0) == 0)
                found.push_back(&alias);
        }
    }
    // A pointer comparison is file order: all patterns are views into one text.
    std::ranges::sort(found, {}, [](const Alias *alias) {
        return std::pair(wildcards(alias->pattern), alias->pattern.data());
    });
    return found;
}

QStringList ModuleAliases::candidates(QByteArrayView modalias) const
{
    QStringList modules;
    for (const Alias *alias : matches(m_host, modalias))
        modules.append(QString::fromLatin1(alias->module));
    modules.removeDuplicates();
    return modules;
}

QList<VfioCandidate> ModuleAliases::vfioCandidates(QByteArrayView modalias) const
{
    QList<VfioCandidate> candidates;
    for (const Alias *alias : matches(m_vfio, modalias)) {
        const QString module = QString::fromLatin1(alias->module);
        const bool isNew = std::ranges::none_of(candidates, [&module](const VfioCandidate &candidate) {
            return candidate.module == module;
        });
        if (isNew)
            candidates.append({module, quint8(std::min(wildcards(alias->pattern), 255))});
    }
    return candidates;
}

}
