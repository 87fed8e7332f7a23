// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QByteArray>

namespace tests
{

inline constexpr auto small = R"({"turnout": 1, "machine": {"cpuVendor": "intel", "kvm": true, "firmware": "efi",
  "iommu": "intel-vt-d", "bootLoader": "grub", "initramfs": "dracut"},
 "functions": [
  {"address": "0000:00:01.0", "class": "060400", "vendor": "8086", "device": "1901", "subVendor": "0000", "subDevice": "0000",
   "revision": "07", "buses": {"secondary": "01", "subordinate": "01"}},
  {"address": "0000:01:00.0", "parent": "0000:00:01.0", "class": "030000", "vendor": "10de", "device": "1f02", "subVendor": "1458",
   "subDevice": "37a7", "revision": "a1", "driver": "nvidia", "group": 1, "capabilities": {"unread": "suspended"},
   "bars": [{"index": 1, "kind": "memory64", "prefetchable": true, "address": "0xc000000000", "size": 268435456}]}],
 "groups": [{"id": 1, "type": "DMA-FQ", "members": ["0000:01:00.0"]}]})";

/// `small` with one piece of its text exchanged.
inline QByteArray smallWith(const QByteArray &before, const QByteArray &after)
{
    QByteArray json = small;
    Q_ASSERT(json.count(before) == 1);
    return json.replace(before, after);
}

}
