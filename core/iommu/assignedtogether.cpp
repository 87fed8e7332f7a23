// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "assignedtogether.h"

#include "core/pci/pciclass.h"
#include "core/pci/topology.h"

#include <algorithm>

namespace core
{

namespace
{
using Functions = QList<const Function *>;

/// Without an IOMMU no function has a group: then a slot counts as one device, unless it has a GPU, whose card is known.
bool sharesGroup(const Function &one, const Function &other)
{
    return one.group ? one.group == other.group : !other.group && !isGpu(one) && !isGpu(other);
}

bool canGoAlong(const Function &function)
{
    return !staysWithHost(function) && !function.physicalFunction;
}

/// Functions of a graphics card beside the GPU: audio, and the USB and UCSI controllers of its USB-C port.
bool isOfCardsPurpose(const Function &function)
{
    constexpr quint32 multimedia = 0x04;
    constexpr quint32 serialBus = 0x0c;
    const quint32 baseClass = function.classCode >> 16;
    return baseClass == multimedia || baseClass == serialBus || isDisplay(function);
}

/// In a processor's graphics, the GPU and its display audio have the vendor ID 1002; the board's USB, audio and security
/// processor in the same slot have 1022.
bool isOfSameCard(const Function &gpu, const Function &mate)
{
    return mate.vendor == gpu.vendor && isOfCardsPurpose(mate);
}

/// The upstream port of a switch on the GPU's card: Intel and AMD build them with their own IDs, and one of a board or dock
/// is another vendor's or leads to other cards.
const Function *switchOnCard(const Snapshot &snapshot, const Function &function)
{
    const Function *downstream = bridgeAbove(snapshot, function);
    const Function *upstream = downstream ? bridgeAbove(snapshot, *downstream) : nullptr;
    const bool isSwitch = upstream && bridgeAbove(snapshot, *upstream);
    return isSwitch && downstream->vendor == function.vendor && upstream->vendor == function.vendor ? upstream : nullptr;
}

bool hasGpuInSlot(const Snapshot &snapshot, const Function &function)
{
    return std::ranges::any_of(snapshot.slotOf(function.address), [](const Function *mate) {
        return isGpu(*mate);
    });
}

/// Display audio behind another port of the switch on the GPU's card, as on Intel Arc.
Functions audioBehindSwitch(const Snapshot &snapshot, const Function &gpu)
{
    Functions found;
    const Function *upstream = switchOnCard(snapshot, gpu);
    if (!upstream)
        return found;
    for (const Function &other : snapshot.functions) {
        if (isAudio(other) && other.vendor == gpu.vendor && !hasGpuInSlot(snapshot, other) && switchOnCard(snapshot, other) == upstream)
            found.append(&other);
    }
    return found;
}

Functions membersOfGroup(const Snapshot &snapshot, const Function &function)
{
    const Group *group = function.group ? snapshot.group(*function.group) : nullptr;
    Functions members;
    if (!group)
        return members;
    for (const PciAddress &address : group->members) {
        if (const Function *member = snapshot.function(address))
            members.append(member);
    }
    return members;
}

void sortByAddress(Functions &functions)
{
    std::ranges::sort(functions, {}, &Function::address);
}

/// Functions of its slot that share its group, itself included: VFIO gives a VM all of a group or nothing.
Functions inSlotAndGroup(const Snapshot &snapshot, const Function &function)
{
    Functions found = snapshot.slotOf(function.address);
    found.removeIf([&function](const Function *mate) {
        return mate != &function && !(canGoAlong(*mate) && sharesGroup(*mate, function));
    });
    return found;
}

/// The functions of the boot assignment by which the GPU was bound.
Functions bootParts(const Snapshot &snapshot, const Function &gpu)
{
    for (const auto *list : {&snapshot.boot.trials, &snapshot.boot.assignments}) {
        for (const BootAssignment &assignment : list->valueOr({})) {
            if (functionOf(snapshot, assignment.gpu()) != &gpu)
                continue;
            Functions parts;
            for (const BootAssignment::Part &part : assignment.parts)
                parts.append(functionOf(snapshot, part.identity));
            return parts;
        }
    }
    return {};
}

/// What goes along without any wish of the user: of an assigned GPU what was assigned with it, else its card.
Functions usualCompany(const Snapshot &snapshot, const Function &gpu, const Companions &companions)
{
    const Functions parts = isOnVfio(gpu) ? bootParts(snapshot, gpu) : Functions();
    if (!isOnVfio(gpu) || (!gpu.hostDriver && parts.isEmpty()))
        return companions.card;
    const auto was = [&parts](const Function *function) {
        return function->hostDriver || parts.contains(function);
    };
    Functions company;
    for (const Function *function : companions.card) {
        if (was(function) || isOnVfio(*function))
            company.append(function);
    }
    for (const Function *function : companions.optional) {
        if (was(function) && isOnVfio(*function))
            company.append(function);
    }
    return company;
}

bool contains(const Functions &functions, const PciAddress &address)
{
    return std::ranges::any_of(functions, [&address](const Function *function) {
        return function->address == address;
    });
}

Functions togetherWithGpu(const Snapshot &snapshot, const Function &gpu, const QList<PciAddress> &with, const QList<PciAddress> &without)
{
    const Companions companions = companionsOf(snapshot, gpu);
    Functions wanted = usualCompany(snapshot, gpu, companions);
    for (const PciAddress &address : with) {
        if (contains(companions.card, address) || contains(companions.optional, address))
            wanted.append(snapshot.function(address));
    }
    Functions together = companions.required;
    for (const Function *function : std::as_const(wanted)) {
        for (const Function *mate : inSlotAndGroup(snapshot, *function)) {
            if (!together.contains(mate))
                together.append(mate);
        }
    }
    for (const PciAddress &address : without) {
        const Function *left = snapshot.function(address);
        together.removeIf([&](const Function *function) {
            return left && !companions.required.contains(function) && function->address.sameSlot(address)
                && (function == left || sharesGroup(*function, *left));
        });
    }
    sortByAddress(together);
    return together;
}

/// GPUs with which the function may go: in its slot, behind the same switch of a card, or in its group.
Functions possibleGpus(const Snapshot &snapshot, const Function &function)
{
    Functions near = snapshot.slotOf(function.address) + membersOfGroup(snapshot, function);
    if (const Function *upstream = isAudio(function) ? switchOnCard(snapshot, function) : nullptr) {
        for (const Function &other : snapshot.functions) {
            if (isGpu(other) && switchOnCard(snapshot, other) == upstream)
                near.append(&other);
        }
    }
    near.removeIf([](const Function *other) {
        return !isGpu(*other) || other->physicalFunction;
    });
    return near;
}
}

Companions companionsOf(const Snapshot &snapshot, const Function &gpu)
{
    if (gpu.physicalFunction)
        return {.required = {&gpu}, .card = {}, .optional = {}};
    Companions companions{.required = inSlotAndGroup(snapshot, gpu), .card = {}, .optional = {}};
    for (const Function *mate : snapshot.slotOf(gpu.address)) {
        if (companions.required.contains(mate) || !canGoAlong(*mate))
            continue;
        (isOfSameCard(gpu, *mate) ? companions.card : companions.optional).append(mate);
    }
    companions.card += audioBehindSwitch(snapshot, gpu);
    for (const Function *member : membersOfGroup(snapshot, gpu)) {
        const bool known = companions.required.contains(member) || companions.card.contains(member) || companions.optional.contains(member);
        if (!known && canGoAlong(*member) && !hasGpuInSlot(snapshot, *member))
            companions.optional.append(member);
    }
    sortByAddress(companions.card);
    sortByAddress(companions.optional);
    return companions;
}

QList<const Function *>
assignedTogetherWith(const Snapshot &snapshot, const Function &function, const QList<PciAddress> &with, const QList<PciAddress> &without)
{
    if (function.physicalFunction)
        return {&function};
    if (isGpu(function))
        return togetherWithGpu(snapshot, function, with, without);
    for (const Function *gpu : possibleGpus(snapshot, function)) {
        const Functions together = togetherWithGpu(snapshot, *gpu, with, without);
        if (together.contains(&function))
            return together;
    }
    return inSlotAndGroup(snapshot, function);
}

QList<PciAddress> impossibleCompanions(const Snapshot &snapshot, const Function &gpu, const QList<PciAddress> &with, const QList<PciAddress> &without)
{
    const Companions companions = companionsOf(snapshot, gpu);
    const Functions together = togetherWithGpu(snapshot, gpu, with, without);
    QList<PciAddress> impossible;
    for (const PciAddress &address : with) {
        if (!contains(together, address))
            impossible.append(address);
    }
    for (const PciAddress &address : without) {
        const bool isOptional = contains(companions.card, address) || contains(companions.optional, address);
        if (!isOptional || contains(together, address))
            impossible.append(address);
    }
    return impossible;
}

QList<const Function *> partnerGpus(const Snapshot &snapshot, const QList<const Function *> &assignedTogether)
{
    Functions partners;
    for (const Function *function : assignedTogether) {
        for (const Function *member : membersOfGroup(snapshot, *function)) {
            if (isGpu(*member) && !assignedTogether.contains(member) && !partners.contains(member))
                partners.append(member);
        }
    }
    return partners;
}

}
