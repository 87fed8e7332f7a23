// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/worker/helpercontext.h"
#include "tests/host/tree.h"

/// A machine in a temporary directory that answers writes below its /sys as Linux does: unbind takes the driver away,
/// drivers_probe binds the one that driver_override or the hardware asks for, and a VFIO driver sets power/control. All of its state is in the directory,
/// because writes come from forked processes too.
///
/// It stands for the bench where errors, hangs and power failures have to come at a chosen moment.
class SimulatedKernel
{
public:
    /// 0000:00:02.0, the host's GPU with a lit screen; 0000:01:00.0 and .1, a spare GPU with its sound function behind a
    /// root port, on amdgpu and snd_hda_intel. IOMMU groups, vfio-pci and turnout_vfio_pci as loadable modules.
    SimulatedKernel();

    const Tree &tree() const
    {
        return m_tree;
    }
    /// For the helper's library: this root, state and runtime directories beside it, little patience.
    helper::HelperContext context() const;

    /// What writing `attribute` ("unbind", "driver_override"; "modprobe" of a module; "initramfs" of "rebuild") of `address` does from now on: the number of an
    /// errno, or "block" (returns, done, once release() was called), "ignore" (no effect), "short", "vanish" (the
    /// function goes away). `afterWrites` lets so many pass first.
    void set(const QByteArray &attribute, const QByteArray &address, const QByteArray &fault, int afterWrites = 0) const;
    /// As set(), for the next write only.
    void setOnce(const QByteArray &attribute, const QByteArray &address, const QByteArray &fault) const;
    void clear() const;
    void release() const;

    /// "01:00.0" and what can be read about it: "driver=amdgpu override=(null) control=auto".
    QByteArray state() const;
    /// Every write that had an effect, in order, as "unbind 0000:01:00.0".
    QList<QByteArray> writes() const;

private:
    ssize_t write(int fd, QByteArrayView bytes) const;
    int load(const QByteArray &module) const;
    int rebuild() const;
    int faultOf(const QByteArray &attribute, const QByteArray &address, bool &ignored) const;
    void bind(const QByteArray &address) const;
    void addFunction(const QByteArray &place, const QByteArray &classCode, const QByteArray &driver, int group) const;
    void addDriver(const QByteArray &name) const;
    QByteArray read(const QByteArray &relative) const;
    QByteArray directoryOf(const QByteArray &address) const;
    QByteArray driverOf(const QByteArray &address) const;

    Tree m_tree;
};
