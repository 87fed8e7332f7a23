// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "vfio.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace
{
int checked(int result, const char *what)
{
    if (result < 0) {
        fprintf(stderr, "%s: %s\n", what, strerror(errno));
        exit(3);
    }
    return result;
}
}

std::string groupOf(const std::string &address)
{
    char target[256] = {};
    const std::string link = "/sys/bus/pci/devices/" + address + "/iommu_group";
    checked(int(readlink(link.c_str(), target, sizeof(target) - 1)), link.c_str());
    return strrchr(target, '/') + 1;
}

VfioDevice::VfioDevice(const std::string &address)
{
    const std::string group = "/dev/vfio/" + groupOf(address);
    m_container = checked(open("/dev/vfio/vfio", O_RDWR), "/dev/vfio/vfio");
    m_group = checked(open(group.c_str(), O_RDWR), group.c_str());
    checked(ioctl(m_group, VFIO_GROUP_SET_CONTAINER, &m_container), "VFIO_GROUP_SET_CONTAINER");
    checked(ioctl(m_container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU), "VFIO_SET_IOMMU");
    m_device = checked(ioctl(m_group, VFIO_GROUP_GET_DEVICE_FD, address.c_str()), "VFIO_GROUP_GET_DEVICE_FD");
}

VfioDevice::~VfioDevice()
{
    close(m_device);
    close(m_group);
    close(m_container);
}

VfioDevice::Region VfioDevice::region(uint32_t index) const
{
    vfio_region_info info = {};
    info.argsz = sizeof(info);
    info.index = index;
    Region region;
    region.index = index;
    if (ioctl(m_device, VFIO_DEVICE_GET_REGION_INFO, &info) < 0) {
        region.error = errno;
        return region;
    }
    // Again, with room for the capability chain.
    region.raw.resize(info.argsz);
    auto *whole = reinterpret_cast<vfio_region_info *>(region.raw.data());
    whole->argsz = info.argsz;
    whole->index = index;
    checked(ioctl(m_device, VFIO_DEVICE_GET_REGION_INFO, whole), "VFIO_DEVICE_GET_REGION_INFO");
    region.flags = whole->flags;
    region.size = whole->size;
    region.offset = whole->offset;
    return region;
}

uint32_t VfioDevice::regionCount() const
{
    vfio_device_info info = {};
    info.argsz = sizeof(info);
    checked(ioctl(m_device, VFIO_DEVICE_GET_INFO, &info), "VFIO_DEVICE_GET_INFO");
    return info.num_regions;
}

VfioDevice::Region VfioDevice::regionOfType(uint32_t type, uint32_t subtype) const
{
    for (uint32_t index = VFIO_PCI_NUM_REGIONS; index < regionCount(); ++index) {
        Region found = region(index);
        if (found.error || !(found.flags & VFIO_REGION_INFO_FLAG_CAPS))
            continue;
        uint32_t at = reinterpret_cast<vfio_region_info *>(found.raw.data())->cap_offset;
        while (at) {
            const auto *header = reinterpret_cast<vfio_info_cap_header *>(found.raw.data() + at);
            const auto *cap = reinterpret_cast<const vfio_region_info_cap_type *>(header);
            if (header->id == VFIO_REGION_INFO_CAP_TYPE && cap->type == type && cap->subtype == subtype)
                return found;
            at = header->next;
        }
    }
    Region none;
    none.error = ENOENT;
    return none;
}

long VfioDevice::read(const Region &region, uint64_t position, void *buffer, size_t length) const
{
    const long done = pread(m_device, buffer, length, off_t(region.offset + position));
    return done < 0 ? -errno : done;
}

long VfioDevice::write(const Region &region, uint64_t position, const void *buffer, size_t length) const
{
    const long done = pwrite(m_device, buffer, length, off_t(region.offset + position));
    return done < 0 ? -errno : done;
}
