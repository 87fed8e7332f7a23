// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later
//
//   kmodbench ADDRESS ROUNDS   prints the cost of VFIO operations on vfio-pci and on turnout_vfio_pci as Markdown rows
//
// Binds the same device to each driver in turn, in the order ABBA, so that drift affects both equally. Prints the medians
// over all rounds.

#include "vfio.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace
{
constexpr size_t dmaSize = 2 * 1024 * 1024;
constexpr uint64_t dmaAddress = 0x10000000;
constexpr double goal = 1.03;

using Samples = std::map<std::string, std::vector<double>>; // microseconds for each operation

void must(bool done, const char *what)
{
    if (!done) {
        perror(what);
        exit(3);
    }
}

/// Mean microseconds of `count` runs.
double cost(int count, const std::function<void()> &action)
{
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i)
        action();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count() / count;
}

void writeTo(const std::string &file, const std::string &text)
{
    const int fd = open(file.c_str(), O_WRONLY);
    must(fd >= 0 && write(fd, text.data(), text.size()) == ssize_t(text.size()), file.c_str());
    close(fd);
}

void waitUntilSuspended(const std::string &sysfs)
{
    const int fd = open((sysfs + "/power/runtime_status").c_str(), O_RDONLY);
    char status[16] = {};
    do {
        usleep(100);
        must(pread(fd, status, sizeof(status), 0) > 0, "runtime_status");
    } while (strncmp(status, "suspended", 9) != 0);
    close(fd);
}

std::vector<uint8_t> irqSet(uint32_t flags, const int *eventFd)
{
    std::vector<uint8_t> bytes(sizeof(vfio_irq_set) + (eventFd ? sizeof(int) : 0));
    auto *set = reinterpret_cast<vfio_irq_set *>(bytes.data());
    set->argsz = uint32_t(bytes.size());
    set->flags = flags | VFIO_IRQ_SET_ACTION_TRIGGER;
    set->index = VFIO_PCI_MSIX_IRQ_INDEX;
    set->count = 1;
    if (eventFd)
        memcpy(set->data, eventFd, sizeof(int));
    return bytes;
}

void measureRegions(const VfioDevice &device, Samples &samples)
{
    const VfioDevice::Region bar = device.region(VFIO_PCI_BAR0_REGION_INDEX);
    const VfioDevice::Region config = device.region(VFIO_PCI_CONFIG_REGION_INDEX);
    uint32_t value = 0;
    samples["region read, 4 bytes of BAR 0"].push_back(cost(500, [&] {
        must(device.read(bar, 0x1000, &value, 4) == 4, "read");
    }));
    samples["region write, 4 bytes of BAR 0"].push_back(cost(500, [&] {
        must(device.write(bar, 0x1000, &value, 4) == 4, "write");
    }));
    samples["region read, 4 bytes of config space"].push_back(cost(500, [&] {
        must(device.read(config, 0, &value, 4) == 4, "config");
    }));
    samples["region info"].push_back(cost(500, [&] {
        vfio_region_info info = {};
        info.argsz = sizeof(info);
        info.index = VFIO_PCI_BAR0_REGION_INDEX;
        must(ioctl(device.fd(), VFIO_DEVICE_GET_REGION_INFO, &info) == 0, "VFIO_DEVICE_GET_REGION_INFO");
    }));
    samples["mmap of BAR 0, first touch, munmap"].push_back(cost(50, [&] {
        void *map = mmap(nullptr, 0x10000, PROT_READ, MAP_SHARED, device.fd(), off_t(bar.offset));
        must(map != MAP_FAILED, "mmap");
        value = *static_cast<volatile uint32_t *>(map);
        munmap(map, 0x10000);
    }));
}

void measureDma(const VfioDevice &device, void *memory, Samples &samples)
{
    samples["DMA map and unmap, 2 MB"].push_back(cost(5, [&] {
        vfio_iommu_type1_dma_map map = {};
        map.argsz = sizeof(map);
        map.flags = VFIO_DMA_MAP_FLAG_READ | VFIO_DMA_MAP_FLAG_WRITE;
        map.vaddr = reinterpret_cast<uintptr_t>(memory);
        map.iova = dmaAddress;
        map.size = dmaSize;
        must(ioctl(device.container(), VFIO_IOMMU_MAP_DMA, &map) == 0, "VFIO_IOMMU_MAP_DMA");
        vfio_iommu_type1_dma_unmap unmap = {};
        unmap.argsz = sizeof(unmap);
        unmap.iova = dmaAddress;
        unmap.size = dmaSize;
        must(ioctl(device.container(), VFIO_IOMMU_UNMAP_DMA, &unmap) == 0, "VFIO_IOMMU_UNMAP_DMA");
    }));
}

void measureIrq(const VfioDevice &device, Samples &samples)
{
    const int event = eventfd(0, EFD_CLOEXEC);
    must(ioctl(device.fd(), VFIO_DEVICE_SET_IRQS, irqSet(VFIO_IRQ_SET_DATA_EVENTFD, &event).data()) == 0, "eventfd");
    const std::vector<uint8_t> trigger = irqSet(VFIO_IRQ_SET_DATA_NONE, nullptr);
    samples["irq trigger, to its eventfd"].push_back(cost(500, [&] {
        must(ioctl(device.fd(), VFIO_DEVICE_SET_IRQS, trigger.data()) == 0, "trigger");
        uint64_t count = 0;
        must(read(event, &count, sizeof(count)) == sizeof(count) && count == 1, "eventfd");
    }));
    close(event);
}

void measure(const std::string &address, const std::string &driver, void *memory, Samples &samples)
{
    const std::string sysfs = "/sys/bus/pci/devices/" + address;
    writeTo(sysfs + "/driver_override", driver);
    const double bind = cost(1, [&] {
        writeTo("/sys/bus/pci/drivers_probe", address);
    });
    samples["bind"].push_back(bind);
    samples["bind, until suspended"].push_back(bind + cost(1, [&] {
                                                   waitUntilSuspended(sysfs);
                                               }));

    std::unique_ptr<VfioDevice> device;
    samples["open to ready"].push_back(cost(1, [&] {
        device = std::make_unique<VfioDevice>(address);
    }));
    measureRegions(*device, samples);
    measureDma(*device, memory, samples);
    measureIrq(*device, samples);
    samples["close"].push_back(cost(1, [&] {
        device.reset();
    }));

    samples["unbind"].push_back(cost(1, [&] {
        writeTo(sysfs + "/driver/unbind", address);
    }));
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const size_t half = values.size() / 2;
    return values.size() % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// Half the interquartile range, relative to the median.
double spread(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return (values[values.size() * 3 / 4] - values[values.size() / 4]) / 2 / median(values);
}
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const int rounds = atoi(argv[2]);
    void *memory = mmap(nullptr, dmaSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    must(memory != MAP_FAILED, "mmap");

    Samples theirs, ours, warmUp;
    measure(argv[1], "vfio-pci", memory, warmUp);
    measure(argv[1], "turnout_vfio_pci", memory, warmUp);
    for (int round = 0; round < rounds; ++round) {
        const bool oursFirst = round % 2;
        if (oursFirst)
            measure(argv[1], "turnout_vfio_pci", memory, ours);
        measure(argv[1], "vfio-pci", memory, theirs);
        if (!oursFirst)
            measure(argv[1], "turnout_vfio_pci", memory, ours);
    }

    size_t within = 0;
    std::pair<double, std::string> worst;
    for (const auto &[what, values] : theirs) {
        const double ratio = median(ours[what]) / median(values);
        within += ratio <= goal;
        worst = std::max(worst, {ratio, what});
        printf("| %s | %.2f | %.2f | %.3f | %.1f %% |\n",
               what.c_str(),
               median(values),
               median(ours[what]),
               ratio,
               100 * std::max(spread(values), spread(ours[what])));
    }
    printf("\nkmod: %zu of %zu operations within %.2f x vfio-pci, worst %.3f x (%s)\n", within, theirs.size(), goal, worst.first, worst.second.c_str());
    return 0;
}
