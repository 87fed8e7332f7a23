// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later
//
// Writes valid and invalid OpRegions into memory, as firmware would.
//
//   opregion                            lists the variants
//   opregion VARIANT ADDRESS EXPECTED   writes the variant to physical ADDRESS (reserved by memmap=) through /dev/mem,
//                                       and the bytes that a user of the device must read to the file EXPECTED, unless
//                                       there must be no region

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace
{
constexpr size_t opRegionSize = 8192;
constexpr size_t vbtSize = 6000;
constexpr size_t areaSize = 0x20000;
constexpr size_t farVbt = 0x10000;

constexpr size_t sizeField = 0x10, versionField = 0x16, rvdaField = 0x3ba, rvdsField = 0x3c2;

struct Variant {
    const char *name;
    uint16_t version;
    uint32_t sizeKb = 8;
    bool signature = true;
    uint64_t rvda = 0; ///< `absolute` adds the OpRegion's address
    bool absolute = false;
    uint32_t rvds = 0;
    size_t vbtAt = 0; ///< offset of the VBT in the area; 0 for none
    bool region = true; ///< the device must have a region
};

const Variant variants[] = {
    {.name = "1.0", .version = 0x0100},
    {.name = "2.0", .version = 0x0200},
    {.name = "2.0-vbt", .version = 0x0200, .rvda = farVbt, .absolute = true, .rvds = vbtSize, .vbtAt = farVbt},
    {.name = "2.1-vbt-behind", .version = 0x0201, .rvda = opRegionSize, .rvds = vbtSize, .vbtAt = opRegionSize},
    {.name = "2.1-vbt-apart", .version = 0x0201, .rvda = farVbt, .rvds = vbtSize, .vbtAt = farVbt},
    {.name = "2.0-vbt-beyond-4g", .version = 0x0200, .rvda = 0xffffff0000000000, .rvds = vbtSize},
    {.name = "2.0-vbt-wraps", .version = 0x0200, .rvda = 0xfffffffffffff000, .rvds = vbtSize},
    {.name = "2.0-vbt-in-kernel", .version = 0x0200, .rvda = 0x1000000, .rvds = vbtSize},
    {.name = "2.0-vbt-huge", .version = 0x0200, .rvda = farVbt, .absolute = true, .rvds = 0xfffffff0},
    {.name = "2.1-vbt-inside", .version = 0x0201, .rvda = 0x400, .rvds = vbtSize},
    {.name = "no-signature", .version = 0x0201, .signature = false, .region = false},
    {.name = "size-zero", .version = 0x0201, .sizeKb = 0, .region = false},
    {.name = "size-16k", .version = 0x0201, .sizeKb = 16, .region = false},
    {.name = "size-huge", .version = 0x0201, .sizeKb = 0xffffffff, .region = false},
};

template<typename T>
void put(std::vector<uint8_t> &bytes, size_t at, T value)
{
    memcpy(bytes.data() + at, &value, sizeof(value));
}

std::vector<uint8_t> pattern(size_t size, uint32_t seed)
{
    std::vector<uint8_t> bytes(size);
    for (uint8_t &byte : bytes) {
        seed = seed * 1664525 + 1013904223;
        byte = uint8_t(seed >> 24);
    }
    return bytes;
}

std::vector<uint8_t> header(const Variant &variant, uint64_t address)
{
    std::vector<uint8_t> bytes = pattern(opRegionSize, 1);
    if (variant.signature)
        memcpy(bytes.data(), "IntelGraphicsMem", 16);
    put(bytes, sizeField, variant.sizeKb);
    put(bytes, versionField, variant.version);
    if (variant.version >= 0x0200) {
        put(bytes, rvdaField, variant.rvda + (variant.absolute ? address : 0));
        put(bytes, rvdsField, variant.rvds);
    }
    return bytes;
}

/// The VBT follows the OpRegion, which makes 2.0 a 2.1; an invalid VBT is left out.
std::vector<uint8_t> expected(const Variant &variant, uint64_t address)
{
    std::vector<uint8_t> bytes = header(variant, address);
    const bool vbt = variant.vbtAt != 0;
    if (variant.version == 0x0200 && vbt)
        put(bytes, versionField, uint16_t(0x0201));
    put(bytes, rvdaField, uint64_t(vbt ? opRegionSize : 0));
    if (variant.version >= 0x0200)
        put(bytes, rvdsField, uint32_t(vbt ? vbtSize : 0));
    if (vbt) {
        const std::vector<uint8_t> data = pattern(vbtSize, 2);
        bytes.insert(bytes.end(), data.begin(), data.end());
    }
    return bytes;
}

bool writeToMemory(uint64_t address, const Variant &variant)
{
    const int memory = open("/dev/mem", O_RDWR);
    void *map = mmap(nullptr, areaSize, PROT_READ | PROT_WRITE, MAP_SHARED, memory, off_t(address));
    if (map == MAP_FAILED) {
        perror("/dev/mem");
        return false;
    }
    auto *area = static_cast<uint8_t *>(map);
    memset(area, 0xee, areaSize);
    const std::vector<uint8_t> first = header(variant, address);
    memcpy(area, first.data(), first.size());
    if (variant.vbtAt) {
        const std::vector<uint8_t> vbt = pattern(vbtSize, 2);
        memcpy(area + variant.vbtAt, vbt.data(), vbt.size());
    }
    munmap(map, areaSize);
    close(memory);
    return true;
}
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        for (const Variant &variant : variants)
            puts(variant.name);
        return 2;
    }
    const uint64_t address = strtoull(argv[2], nullptr, 0);
    for (const Variant &variant : variants) {
        if (strcmp(variant.name, argv[1]) != 0)
            continue;
        if (!writeToMemory(address, variant))
            return 1;
        unlink(argv[3]);
        if (!variant.region)
            return 0;
        FILE *out = fopen(argv[3], "w");
        const std::vector<uint8_t> bytes = expected(variant, address);
        fwrite(bytes.data(), 1, bytes.size(), out);
        return fclose(out);
    }
    return 2;
}
