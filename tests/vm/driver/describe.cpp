// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "describe.h"

#include "vfio.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace
{
const char *outcome(long result)
{
    return result < 0 ? strerror(errno) : "done";
}

void printBytes(const char *what, const uint8_t *bytes, size_t size)
{
    for (size_t row = 0; row < size; row += 16) {
        printf("%s %03zx:", what, row);
        for (size_t at = row; at < row + 16 && at < size; ++at)
            printf(" %02x", bytes[at]);
        printf("\n");
    }
}

void describeInfo(const VfioDevice &device)
{
    uint8_t raw[256] = {};
    auto *info = reinterpret_cast<vfio_device_info *>(raw);
    info->argsz = sizeof(raw);
    printf("info: %s\n", outcome(ioctl(device.fd(), VFIO_DEVICE_GET_INFO, info)));
    printBytes("info", raw, info->argsz < sizeof(raw) ? info->argsz : sizeof(raw));
    info->argsz = 4;
    printf("info, short: %s\n", outcome(ioctl(device.fd(), VFIO_DEVICE_GET_INFO, info)));
}

void describeRegion(const VfioDevice &device, uint32_t index)
{
    const VfioDevice::Region region = device.region(index);
    char name[32];
    snprintf(name, sizeof(name), "region %u", index);
    if (region.error) {
        printf("%s: %s\n", name, strerror(region.error));
        return;
    }
    printBytes(name, region.raw.data(), region.raw.size());
    if (!region.size)
        return;
    for (const size_t length : {1, 2, 3, 4, 8}) {
        uint8_t bytes[8] = {};
        printf("%s read of %zu at 1: %ld\n", name, length, device.read(region, 1, bytes, length));
        printf("%s read of %zu across its end: %ld\n", name, length, device.read(region, region.size - 1, bytes, length));
        printf("%s read of %zu beyond its end: %ld\n", name, length, device.read(region, region.size, bytes, length));
        printf("%s write of %zu beyond its end: %ld\n", name, length, device.write(region, region.size, bytes, length));
    }
    void *map = mmap(nullptr, 4096, PROT_READ, MAP_SHARED, device.fd(), off_t(region.offset));
    printf("%s mmap: %s\n", name, map == MAP_FAILED ? strerror(errno) : "done");
    if (map != MAP_FAILED)
        munmap(map, 4096);
    map = mmap(nullptr, 4096, PROT_READ, MAP_SHARED, device.fd(), off_t(region.offset + ((region.size + 4095) & ~4095ull)));
    printf("%s mmap beyond its end: %s\n", name, map == MAP_FAILED ? strerror(errno) : "done");
}

/// Prints config space, and which bits of its header a user can change.
void describeConfig(const VfioDevice &device)
{
    const VfioDevice::Region config = device.region(VFIO_PCI_CONFIG_REGION_INDEX);
    std::vector<uint8_t> bytes(config.size);
    printf("config read: %ld\n", device.read(config, 0, bytes.data(), bytes.size()));
    printBytes("config", bytes.data(), bytes.size());
    for (uint64_t at = 0; at < 0x40; at += 4) {
        uint32_t before = 0, ones = 0xffffffff, after = 0;
        device.read(config, at, &before, 4);
        const long put = device.write(config, at, &ones, 4);
        device.read(config, at, &after, 4);
        device.write(config, at, &before, 4);
        printf("config write of ones at %02x: %ld, reads %08x\n", unsigned(at), put, after);
    }
}

struct IrqRequest {
    const char *what;
    uint32_t flags;
    uint32_t count;
};

constexpr IrqRequest irqRequests[] = {
    {"trigger while off", VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_TRIGGER, 1},
    {"eventfd", VFIO_IRQ_SET_DATA_EVENTFD | VFIO_IRQ_SET_ACTION_TRIGGER, 1},
    {"trigger", VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_TRIGGER, 1},
    {"mask", VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_MASK, 1},
    {"unmask", VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_UNMASK, 1},
    {"two actions at once", VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_MASK | VFIO_IRQ_SET_ACTION_TRIGGER, 1},
    {"off", VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_TRIGGER, 0},
};

void describeIrq(const VfioDevice &device, uint32_t index)
{
    vfio_irq_info info = {};
    info.argsz = sizeof(info);
    info.index = index;
    const int result = ioctl(device.fd(), VFIO_DEVICE_GET_IRQ_INFO, &info);
    printf("irq %u: %s flags %#x count %u\n", index, outcome(result), info.flags, info.count);

    const int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    for (const IrqRequest &request : irqRequests) {
        alignas(vfio_irq_set) uint8_t raw[sizeof(vfio_irq_set) + sizeof(int)] = {};
        auto *set = reinterpret_cast<vfio_irq_set *>(raw);
        const bool withData = request.flags & VFIO_IRQ_SET_DATA_EVENTFD;
        set->argsz = uint32_t(withData ? sizeof(raw) : sizeof(*set));
        set->flags = request.flags;
        set->index = index;
        set->count = request.count;
        memcpy(set->data, &event, sizeof(event));
        printf("irq %u %s: %s", index, request.what, outcome(ioctl(device.fd(), VFIO_DEVICE_SET_IRQS, set)));
        uint64_t fired = 0;
        printf(", fired %llu\n", read(event, &fired, sizeof(fired)) < 0 ? 0ull : static_cast<unsigned long long>(fired));
    }
    close(event);
}

void describeFeature(const VfioDevice &device, uint32_t feature)
{
    for (const uint32_t operation : {uint32_t(VFIO_DEVICE_FEATURE_GET), uint32_t(VFIO_DEVICE_FEATURE_SET)}) {
        vfio_device_feature probe = {};
        probe.argsz = sizeof(probe);
        probe.flags = feature | operation | VFIO_DEVICE_FEATURE_PROBE;
        printf("feature %u %s: %s\n", feature, operation == VFIO_DEVICE_FEATURE_GET ? "get" : "set", outcome(ioctl(device.fd(), VFIO_DEVICE_FEATURE, &probe)));
    }
    // Enters and exits low power, among others. Features that need data must fail.
    vfio_device_feature set = {};
    set.argsz = sizeof(set);
    set.flags = feature | VFIO_DEVICE_FEATURE_SET;
    printf("feature %u set without data: %s\n", feature, outcome(ioctl(device.fd(), VFIO_DEVICE_FEATURE, &set)));
}

/// The group number in the info depends on the boot, not on the driver, so it can be compared.
void describeHotReset(const VfioDevice &device)
{
    uint8_t raw[256] = {};
    auto *info = reinterpret_cast<vfio_pci_hot_reset_info *>(raw);
    info->argsz = sizeof(raw);
    printf("hot reset info: %s\n", outcome(ioctl(device.fd(), VFIO_DEVICE_GET_PCI_HOT_RESET_INFO, info)));
    printBytes("hot reset info", raw, sizeof(raw));

    vfio_pci_hot_reset none = {};
    none.argsz = sizeof(none);
    printf("hot reset without groups: %s\n", outcome(ioctl(device.fd(), VFIO_DEVICE_PCI_HOT_RESET, &none)));

    alignas(vfio_pci_hot_reset) uint8_t request[sizeof(vfio_pci_hot_reset) + sizeof(int32_t)] = {};
    auto *reset = reinterpret_cast<vfio_pci_hot_reset *>(request);
    const int32_t group = device.group();
    reset->argsz = sizeof(request);
    reset->count = 1;
    memcpy(reset->group_fds, &group, sizeof(group));
    printf("hot reset: %s\n", outcome(ioctl(device.fd(), VFIO_DEVICE_PCI_HOT_RESET, reset)));
}

void describeIoEventFd(const VfioDevice &device)
{
    const int event = eventfd(0, EFD_CLOEXEC);
    for (uint32_t index = VFIO_PCI_BAR0_REGION_INDEX; index <= VFIO_PCI_CONFIG_REGION_INDEX; ++index) {
        vfio_device_ioeventfd request = {};
        request.argsz = sizeof(request);
        request.flags = VFIO_DEVICE_IOEVENTFD_32;
        request.offset = device.region(index).offset;
        request.fd = event;
        printf("ioeventfd on region %u: %s", index, outcome(ioctl(device.fd(), VFIO_DEVICE_IOEVENTFD, &request)));
        request.fd = -1;
        printf(", off: %s\n", outcome(ioctl(device.fd(), VFIO_DEVICE_IOEVENTFD, &request)));
    }
    close(event);
}
}

int describe(const VfioDevice &device)
{
    describeInfo(device);
    printf("reset: %s\n", outcome(ioctl(device.fd(), VFIO_DEVICE_RESET)));
    for (uint32_t index = 0; index <= device.regionCount(); ++index)
        describeRegion(device, index);
    describeConfig(device);
    for (uint32_t index = 0; index <= VFIO_PCI_NUM_IRQS; ++index)
        describeIrq(device, index);
    for (uint32_t feature = 0; feature <= 16; ++feature)
        describeFeature(device, feature);
    describeHotReset(device);
    describeIoEventFd(device);
    for (uint32_t number = 0; number <= 32; ++number)
        printf("ioctl %u without argument: %s\n", number, outcome(ioctl(device.fd(), _IO(VFIO_TYPE, VFIO_BASE + number), nullptr)));
    return 0;
}
