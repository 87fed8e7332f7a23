// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "interrupts.h"

#include "host/sysfs/parse.h"

namespace host
{

namespace
{
/// arch/x86/kernel/apic/io_apic.c ioapic_ir_chip, drivers/iommu/irq_remapping: the remapped chips have other names.
std::optional<bool> remaps(std::string_view chip)
{
    constexpr std::string_view remapped = "IR-";
    const bool has = chip.starts_with(remapped);
    if (has)
        chip.remove_prefix(remapped.size());
    const bool decides = chip.starts_with("IO-APIC") || chip.starts_with("PCI-MSI");
    return decides ? std::optional(has) : std::nullopt;
}

std::optional<bool> remapsInTable(std::string_view interrupts)
{
    while (!interrupts.empty()) {
        const char separator = interrupts.find(' ') < interrupts.find('\n') ? ' ' : '\n';
        if (const auto found = remaps(trimmed(take(interrupts, separator))))
            return found;
    }
    return std::nullopt;
}
}

core::Reading<bool> interruptRemapping(const Directory &root)
{
    // Each of the first few interrupts of a PC decides; /proc/interrupts has a column for each CPU.
    const Directory interrupts = root.child("sys/kernel/irq");
    std::optional<bool> found;
    interrupts.forEachEntry([&](const char *number) {
        const auto chip = found ? core::Reading<std::string_view>() : interrupts.read(number, Attribute::IrqChipName);
        if (chip)
            found = remaps(*chip);
    });
    if (!found) {
        if (const auto table = root.readLong(Attribute::Interrupts))
            found = remapsInTable(*table);
    }
    return found ? core::Reading<bool>(*found) : core::Unread::Absent;
}

}
