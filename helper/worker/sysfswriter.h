// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "writable.h"

#include "core/result.h"
#include "host/sysfs/directory.h"

#include <QByteArray>

#include <functional>

namespace helper
{

/// write(2), or what a test puts in its place to answer as a kernel does.
using WriteCall = std::function<ssize_t(int fd, const void *bytes, size_t count)>;

/// One file below /sys, open for writing. write() makes a single system call and allocates nothing, so that a forked
/// child may call it.
class OpenWritable
{
public:
    OpenWritable(host::FileDescriptor file, QByteArray value, const WriteCall &call)
        : m_file(std::move(file))
        , m_value(std::move(value))
        , m_call(call)
    {
    }

    int fd() const
    {
        return m_file.get();
    }
    /// 0, or the errno. The kernel takes a value whole or not at all, so a short write is EIO.
    int write() const;

private:
    host::FileDescriptor m_file;
    QByteArray m_value;
    WriteCall m_call;
};

/// The only writer below /sys. `root` is empty, or in tests the directory that stands for it.
class SysfsWriter
{
public:
    explicit SysfsWriter(QString root = {}, WriteCall call = ::write)
        : m_root(std::move(root))
        , m_call(std::move(call))
    {
    }

    /// Opens without following a link in the last part of the path, and on the true /sys only.
    core::Result<OpenWritable> open(Writable writable, const core::PciAddress &address, const QByteArray &value) const;

    /// What the file holds now, without the white space around it; "" for driver_override's "(null)". An Error where
    /// it cannot be read.
    core::Result<QByteArray> read(Writable writable, const core::PciAddress &address) const;

    /// The name of the driver that is bound; empty: none. An Error where the function is gone.
    core::Result<QByteArray> driver(const core::PciAddress &address) const;

private:
    host::FileDescriptor openDirectory(const std::string &relative) const;

    QString m_root;
    WriteCall m_call;
};

/// "/sys/bus/pci/devices/0000:01:00.0/driver_override", for sentences.
QString pathText(Writable writable, const core::PciAddress &address);

/// What `error` means for a write to this file: what happened, why, and what to do.
core::Error writeError(Writable writable, const core::PciAddress &address, const QByteArray &value, int error);

}
