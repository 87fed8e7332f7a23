// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later
//
// A user of a VFIO device, for test scripts:
//
//   vfiouser ADDRESS describe          prints every result of the VFIO interface, one a line
//   vfiouser ADDRESS open              opens the device, queries one region, closes it
//   vfiouser ADDRESS hold FILE         opens the device, creates FILE, closes the device once FILE is removed
//   vfiouser ADDRESS cycle FILE        opens and closes until FILE is removed; prints how many opens succeeded
//   vfiouser ADDRESS request FILE      as hold, but closes the device on a request to release it
//   vfiouser ADDRESS vga               prints the results of region info, read and write of the VGA region
//   vfiouser ADDRESS lowpower SECONDS  enters low power, exits it after SECONDS
//   vfiouser ADDRESS config OFFSET VALUE   writes four bytes of config space, prints what they read afterwards
//   vfiouser ADDRESS region TYPE SUBTYPE FILE   dumps a device-specific region, checks reads at every offset

#include "describe.h"
#include "vfio.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace
{

void touch(const char *file)
{
    close(open(file, O_CREAT | O_WRONLY, 0600));
}

bool exists(const char *file)
{
    return access(file, F_OK) == 0;
}

int hold(const std::string &address, const char *file)
{
    const VfioDevice device(address);
    touch(file);
    while (exists(file))
        usleep(20000);
    return 0;
}

int cycle(const std::string &address, const char *file)
{
    int opened = 0;
    touch(file);
    while (exists(file)) {
        // In a child, because any step may fail while the device is being unbound.
        const pid_t child = fork();
        if (child == 0) {
            freopen("/dev/null", "w", stderr);
            const VfioDevice device(address);
            device.region(0);
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        opened += WIFEXITED(status) && WEXITSTATUS(status) == 0;
        usleep(1000);
    }
    printf("%d\n", opened);
    return 0;
}

int request(const std::string &address, const char *file)
{
    const VfioDevice device(address);
    const int event = eventfd(0, EFD_CLOEXEC);
    std::vector<uint8_t> buffer(sizeof(vfio_irq_set) + sizeof(int));
    auto *set = reinterpret_cast<vfio_irq_set *>(buffer.data());
    set->argsz = uint32_t(buffer.size());
    set->flags = VFIO_IRQ_SET_DATA_EVENTFD | VFIO_IRQ_SET_ACTION_TRIGGER;
    set->index = VFIO_PCI_REQ_IRQ_INDEX;
    set->count = 1;
    memcpy(set->data, &event, sizeof(event));
    if (ioctl(device.fd(), VFIO_DEVICE_SET_IRQS, set) < 0) {
        perror("VFIO_DEVICE_SET_IRQS");
        return 3;
    }
    touch(file);
    pollfd wait = {event, POLLIN, 0};
    if (poll(&wait, 1, 60000) != 1)
        return 1;
    printf("request received\n");
    unlink(file);
    return 0;
}

int vga(const VfioDevice &device)
{
    VfioDevice::Region region = device.region(VFIO_PCI_VGA_REGION_INDEX);
    const bool offered = !region.error;
    printf("info %s\n", offered ? "yes" : strerror(region.error));
    if (!offered) // as a user that does not query the region
        region.offset = uint64_t(VFIO_PCI_VGA_REGION_INDEX) << 40;
    uint8_t byte = 0;
    const long got = device.read(region, 0x3cc, &byte, 1); // miscellaneous output register
    printf("read %s\n", got == 1 ? "yes" : strerror(int(-got)));
    const long put = device.write(region, 0xa0000, &byte, 1);
    printf("write %s\n", put == 1 ? "yes" : strerror(int(-put)));
    return 0;
}

int lowPower(const VfioDevice &device, int seconds)
{
    vfio_device_feature feature = {};
    feature.argsz = sizeof(feature);
    feature.flags = VFIO_DEVICE_FEATURE_SET | VFIO_DEVICE_FEATURE_LOW_POWER_ENTRY;
    if (ioctl(device.fd(), VFIO_DEVICE_FEATURE, &feature) < 0) {
        perror("LOW_POWER_ENTRY");
        return 1;
    }
    sleep(unsigned(seconds));
    feature.flags = VFIO_DEVICE_FEATURE_SET | VFIO_DEVICE_FEATURE_LOW_POWER_EXIT;
    if (ioctl(device.fd(), VFIO_DEVICE_FEATURE, &feature) < 0) {
        perror("LOW_POWER_EXIT");
        return 1;
    }
    return 0;
}

int writeConfig(const VfioDevice &device, uint64_t offset, uint32_t value)
{
    const VfioDevice::Region config = device.region(VFIO_PCI_CONFIG_REGION_INDEX);
    uint32_t back = 0;
    if (device.write(config, offset, &value, sizeof(value)) != sizeof(value) || device.read(config, offset, &back, sizeof(back)) != sizeof(back))
        return 1;
    printf("%#x\n", back);
    return 0;
}

int dumpRegion(const VfioDevice &device, uint32_t type, uint32_t subtype, const char *file)
{
    const VfioDevice::Region region = device.regionOfType(type, subtype);
    if (region.error) {
        printf("none\n");
        return 1;
    }
    std::vector<uint8_t> whole(region.size);
    if (device.read(region, 0, whole.data(), whole.size()) != long(whole.size()))
        return 1;
    // Pieces of seven bytes also read every field from its middle.
    std::vector<uint8_t> pieces(region.size);
    for (size_t at = 0; at < pieces.size(); at += 7) {
        const size_t length = std::min<size_t>(7, pieces.size() - at);
        if (device.read(region, at, pieces.data() + at, length) != long(length))
            return 1;
    }
    uint8_t byte = 0;
    const bool rejected = device.write(region, 0, &byte, 1) < 0 && device.read(region, region.size, &byte, 1) < 0;
    printf("size %llu, pieces %s, write and read past the end %s\n",
           static_cast<unsigned long long>(region.size),
           pieces == whole ? "agree" : "differ",
           rejected ? "rejected" : "accepted");
    FILE *out = fopen(file, "w");
    fwrite(whole.data(), 1, whole.size(), out);
    fclose(out);
    return pieces == whole && rejected ? 0 : 1;
}

}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    const std::string address = argv[1];
    const std::string verb = argv[2];
    setvbuf(stdout, nullptr, _IOLBF, 0);
    if (verb == "hold" && argc == 4)
        return hold(address, argv[3]);
    if (verb == "cycle" && argc == 4)
        return cycle(address, argv[3]);
    if (verb == "request" && argc == 4)
        return request(address, argv[3]);

    const VfioDevice device(address);
    if (verb == "describe")
        return describe(device);
    if (verb == "open")
        return device.region(0).error ? 1 : 0;
    if (verb == "vga")
        return vga(device);
    if (verb == "lowpower" && argc == 4)
        return lowPower(device, atoi(argv[3]));
    if (verb == "config" && argc == 5)
        return writeConfig(device, strtoull(argv[3], nullptr, 0), uint32_t(strtoul(argv[4], nullptr, 0)));
    if (verb == "region" && argc == 6)
        return dumpRegion(device, uint32_t(strtoul(argv[3], nullptr, 0)), uint32_t(strtoul(argv[4], nullptr, 0)), argv[5]);
    return 2;
}
