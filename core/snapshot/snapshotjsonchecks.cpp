// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "snapshotjsonchecks.h"

#include "core/pci/pciclass.h"
#include "snapshotjson.h"

#include <KLocalizedString>
#include <QHash>

#include <algorithm>
#include <array>

namespace core::json
{

namespace
{
using Indices = QHash<PciAddress, qsizetype>;

/// The index that `key` was first seen at: `index` when that is now.
template<typename Key>
qsizetype firstIndex(QHash<Key, qsizetype> &seen, const Key &key, qsizetype index)
{
    const auto found = seen.constFind(key);
    if (found != seen.constEnd())
        return *found;
    seen.insert(key, index);
    return index;
}

QString givenTwice(const QString &what, const QString &where)
{
    return i18nc("@info %1 is a PCI address or group number, %2 a place in the file", "%1 is already given at %2.", what, where);
}

/// Where each function is in the file.
Indices indexFunctions(const std::vector<Function> &functions, const JsonPath &list, Failure &failure)
{
    Indices indices;
    for (qsizetype i = 0; i < qsizetype(functions.size()); ++i) {
        const PciAddress &address = functions[i].address;
        const qsizetype first = firstIndex(indices, address, i);
        if (first != i) {
            const JsonPath function{&list, nullptr, i};
            failure.at({&function, "address"}, givenTwice(address.toString(), JsonPath{&list, nullptr, first}.text()));
            break;
        }
    }
    return indices;
}

/// A function that is its own ancestor would make every walk through the tree endless. A parent may be
/// missing: it may have vanished while the machine was read.
void checkParents(const std::vector<Function> &functions, const Indices &indices, const JsonPath &list, Failure &failure)
{
    constexpr qsizetype none = -1;
    std::vector<qsizetype> walkThatPassed(functions.size(), none);
    for (qsizetype start = 0; start < qsizetype(functions.size()); ++start) {
        qsizetype i = start;
        while (i != none && walkThatPassed[i] == none) {
            walkThatPassed[i] = start;
            i = functions[i].parent ? indices.value(*functions[i].parent, none) : none;
        }
        if (i != none && walkThatPassed[i] == start) {
            const JsonPath function{&list, nullptr, i};
            return failure.at({&function, "parent"}, i18nc("@info about a PCI bridge in a JSON file", "Following the parents leads back to this function."));
        }
    }
}

void checkCounts(const std::vector<Function> &functions, const JsonPath &list, Failure &failure)
{
    if (functions.size() > size_t(maximumFunctions))
        failure.at(list, i18nc("@info %1 is a number", "It has more than %1 functions, which no machine has.", maximumFunctions));
    else if (std::ranges::count_if(functions, isDisplay) > maximumGpus)
        failure.at(list, i18nc("@info %1 is a number", "It has more than %1 GPUs, which no machine has.", maximumGpus));
}

void checkGroups(const std::vector<Group> &groups, const JsonPath &list, Failure &failure)
{
    QHash<IommuGroupId, qsizetype> ids;
    QHash<PciAddress, qsizetype> members;
    for (qsizetype i = 0; i < qsizetype(groups.size()); ++i) {
        const JsonPath group{&list, nullptr, i};
        const qsizetype first = firstIndex(ids, groups[i].id, i);
        if (first != i)
            return failure.at({&group, "id"}, givenTwice(QString::number(number(groups[i].id)), JsonPath{&list, nullptr, first}.text()));
        const JsonPath memberList{&group, "members"};
        for (qsizetype j = 0; j < groups[i].members.size(); ++j) {
            const PciAddress &address = groups[i].members[j];
            if (members.contains(address)) {
                const JsonPath other{&list, nullptr, members.value(address)};
                return failure.at({&memberList, nullptr, j}, givenTwice(address.toString(), JsonPath{&other, "members"}.text()));
            }
            members.insert(address, i);
        }
    }
}

void checkBoot(const QList<BootAssignment> &assignments, const JsonPath &list, Failure &failure)
{
    for (qsizetype i = 0; i < assignments.size(); ++i) {
        const JsonPath assignment{&list, nullptr, i};
        if (const qsizetype count = assignments[i].parts.size(); count < 1 || count > maximumParts)
            return failure.at({&assignment, "functions"}, i18nc("@info %1 is a number", "It needs one to %1 functions.", maximumParts));
    }
}
}

void check(const Snapshot &snapshot, const JsonPath &root, Failure &failure)
{
    const JsonPath functions{&root, "functions"};
    checkCounts(snapshot.functions, functions, failure);
    if (!failure.happened())
        checkParents(snapshot.functions, indexFunctions(snapshot.functions, functions, failure), functions, failure);
    if (!failure.happened())
        checkGroups(snapshot.groups, {&root, "groups"}, failure);
    const JsonPath boot{&root, "boot"};
    for (const auto &[list, name] : {std::pair(&snapshot.boot.assignments, "assignments"), std::pair(&snapshot.boot.trials, "trials"), std::pair(&snapshot.boot.endedTrials, "endedTrials")}) {
        if (!failure.happened() && *list)
            checkBoot(**list, {&boot, name}, failure);
    }
}

}
