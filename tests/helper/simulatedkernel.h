// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/worker/helpercontext.h"
#include "tests/host/tree.h"

/// A machine in a temporary directory that reacts to writes below its /sys as Linux does: unbind removes the driver,
/// drivers_probe binds the one that driver_override or the hardware selects, and VFIO drivers set power/control. Keeps
/// its state in files, because forked processes write, too.
///
/// Injects errors, blocked calls and power failures at chosen moments.
class SimulatedKernel
{
public:
    /// 0000:00:02.0 is the host's GPU with a lit display. 0000:01:00.0 and .1 are a spare GPU with its audio function behind
    /// a root port, on amdgpu and snd_hda_intel. vfio-pci and turnout_vfio_pci are loadable modules. The initramfs is built with
    /// initramfs-tools.
    SimulatedKernel();

    const Tree &tree() const
    {
        return m_tree;
    }
    /// With this root, its state and runtime directories, and short timeouts.
    helper::HelperContext context() const;

    /// Makes writes of `attribute` ("unbind", "driver_override"; "modprobe" of a module; "initramfs" of "rebuild") of
    /// `address` fail, after `afterWrites` more: with an errno's number, "block" (succeeds after release()), "ignore" (no
    /// effect), "short" or "vanish" (the function disappears).
    void set(const QByteArray &attribute, const QByteArray &address, const QByteArray &fault, int afterWrites = 0) const;
    /// set() for the next write only.
    void setOnce(const QByteArray &attribute, const QByteArray &address, const QByteArray &fault) const;
    void clear() const;
    void release() const;

    /// A line per function of the spare GPU: "01:00.0 driver=amdgpu override=(null) control=auto ...".
    QByteArray state() const;
    /// How often the initramfs builder ran, with or without success.
    qsizetype rebuilds() const;
    /// Every write that took effect, in order, such as "unbind 0000:01:00.0".
    QList<QByteArray> writes() const;

private:
    ssize_t write(int fd, QByteArrayView bytes) const;
    int load(const QByteArray &module) const;
    int rebuild() const;
    int faultOf(const QByteArray &attribute, const QByteArray &address, bool &ignored) const;
    void bind(const QByteArray &address) const;
    void addFunction(const QByteArray &path, const QByteArray &classCode, const QByteArray &driver, int group) const;
    void addDriver(const QByteArray &name) const;
    QByteArray read(const QByteArray &relative) const;
    QByteArray directoryOf(const QByteArray &address) const;
    QByteArray driverOf(const QByteArray &address) const;

    Tree m_tree;
};
