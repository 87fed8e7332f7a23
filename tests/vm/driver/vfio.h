// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <linux/vfio.h>

#include <cstdint>
#include <string>
#include <vector>

/// A minimal VFIO user: one container, one group, one device. Prints the failed call and exits, because no test can
/// continue without its device.
class VfioDevice
{
public:
    explicit VfioDevice(const std::string &address);
    ~VfioDevice();
    VfioDevice(const VfioDevice &) = delete;
    VfioDevice &operator=(const VfioDevice &) = delete;

    int fd() const
    {
        return m_device;
    }
    int container() const
    {
        return m_container;
    }
    int group() const
    {
        return m_group;
    }

    struct Region {
        int error = 0; ///< errno of VFIO_DEVICE_GET_REGION_INFO, 0 on success
        uint32_t index = 0;
        uint32_t flags = 0;
        uint64_t size = 0;
        uint64_t offset = 0;
        std::vector<uint8_t> raw; ///< the whole info, including the capability chain
    };
    Region region(uint32_t index) const;
    uint32_t regionCount() const;
    /// The device-specific region of that type, or one with error ENOENT.
    Region regionOfType(uint32_t type, uint32_t subtype) const;

    /// Returns the number of bytes, or -errno.
    long read(const Region &region, uint64_t position, void *buffer, size_t length) const;
    long write(const Region &region, uint64_t position, const void *buffer, size_t length) const;

private:
    int m_container = -1;
    int m_group = -1;
    int m_device = -1;
};

/// The device's IOMMU group number, from sysfs.
std::string groupOf(const std::string &address);
