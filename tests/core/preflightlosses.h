// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "readymachine.h"

namespace fixture
{

using namespace Qt::StringLiterals;
using core::Unread;

/// A change to machine(), and the findings of preflight() for 01:00.0: severity and id, comma separated.
struct Trouble {
    const char *sentence;
    Change change;
    const char *expected;
};

/// Resets, identical cards, what the host would lose, and modules.
inline QList<Trouble> lossTroubles()
{
    using core::UsbInput;
    return {
        {"only a bus reset, the slot alone on its bus",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).resetMethods = QStringList();
         },
         "note no-reset"},
        {"only a bus reset, and a neighbour on the bus",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).resetMethods = QStringList();
             builder.add("01:01.0", SnapshotBuilder::nvme, 4, "00:03.1");
         },
         "caution no-reset"},
        {"reset_method missing where others have one",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).resetMethods = Unread::Absent;
             builder.at("00:02.0").resetMethods = QStringList{u"pm"_s};
         },
         "note no-reset"},
        {"a card with the reset bug",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).vendor = 0x1002;
             gpuOf(builder).device = 0x731f;
         },
         "caution reset-bug"},
        {"a card with the reset bug and a reset made for it",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).vendor = 0x1002;
             gpuOf(builder).device = 0x731f;
             gpuOf(builder).resetMethods = QStringList{u"device_specific"_s};
         },
         "note reset-bug"},
        {"an identical card",
         [](SnapshotBuilder &builder) {
             builder.at("00:02.0").vendor = 0x10de;
             builder.at("00:02.0").device = 0x1f02;
         },
         "note identical-ids"},
        {"an identical card, and a parameter that binds both",
         [](SnapshotBuilder &builder) {
             builder.at("00:02.0").vendor = 0x10de;
             builder.at("00:02.0").device = 0x1f02;
             builder.machine.commandLine = u"quiet vfio-pci.ids=10DE:1f02"_s;
         },
         "caution identical-ids, note other-manager"},
        {"a mounted disk in the slot",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").blockDevices = {disk({u"/home"_s})};
         },
         "blocker storage-mounted"},
        {"a disk with swap",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").blockDevices = {disk({}, true)};
         },
         "blocker system-disk"},
        {"an idle disk is harmless",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").blockDevices = {disk({})};
         },
         ""},
        {"a disk whose mounts are unknown",
         [](SnapshotBuilder &builder) {
             core::BlockDevice unread = disk({});
             unread.mounts = Unread::NeedsPermission;
             builder.at("01:00.1").blockDevices = {unread};
         },
         "caution unknown-needs-permission"},
        {"the root disk in the group",
         [](SnapshotBuilder &builder) {
             core::Function &controller = builder.add("02:00.0", SnapshotBuilder::nvme, 2);
             controller.driver = u"nvme"_s;
             controller.blockDevices = {disk({u"/"_s})};
         },
         "blocker group-not-viable, blocker system-disk"},
        {"a network connection that is up",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").networkInterfaces = {{.name = u"enp1s0"_s, .mac = {}, .up = true}};
         },
         "caution network-in-use"},
        {"a network connection that is down is harmless",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").networkInterfaces = {{.name = u"enp1s0"_s, .mac = {}, .up = false}};
         },
         ""},
        {"the keyboard on the card's USB",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").usbBuses = {usbWith(UsbInput::Kind::Keyboard)};
         },
         "caution input-in-use"},
        {"another input device is harmless",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").usbBuses = {usbWith(UsbInput::Kind::Other)};
         },
         ""},
        {"Secure Boot and our module",
         [](SnapshotBuilder &builder) {
             builder.machine.secureBoot = true;
             builder.machine.vfioModules = {u"vfio_pci"_s, u"turnout_vfio_pci"_s};
         },
         "note unsigned-module"},
        {"Secure Boot without our module",
         [](SnapshotBuilder &builder) {
             builder.machine.secureBoot = true;
             builder.machine.vfioModules = {u"vfio_pci"_s};
         },
         ""},
        {"lockdown and our module",
         [](SnapshotBuilder &builder) {
             builder.machine.lockdown = u"integrity"_s;
             builder.machine.vfioModules = {u"turnout_vfio_pci"_s};
         },
         "note unsigned-module"},
    };
}

}
