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

/// write(2), or a test's simulation of it.
using WriteCall = std::function<ssize_t(int fd, const void *bytes, size_t count)>;

/// One file below /sys, open for writing.
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
    const QByteArray &value() const
    {
        return m_value;
    }
    /// Makes one system call. Returns 0 or an errno; EIO for a short write, because the kernel takes a value whole or not at all.
    int write() const;

private:
    host::FileDescriptor m_file;
    QByteArray m_value;
    WriteCall m_call;
};

/// The only writer below /sys. `root` is empty, or a test's directory that replaces /.
class SysfsWriter
{
public:
    explicit SysfsWriter(QString root = {}, WriteCall call = ::write)
        : m_root(std::move(root))
        , m_call(std::move(call))
    {
    }

    /// Follows no symbolic link in the last path component, and requires a real sysfs.
    core::Result<OpenWritable> open(Writable writable, const core::PciAddress &address, const QByteArray &value) const;

    /// The trimmed content; "" for driver_override's "(null)".
    core::Result<QByteArray> read(Writable writable, const core::PciAddress &address) const;

    /// The name of the bound driver; empty for none. An Error where the function does not exist.
    core::Result<QByteArray> driver(const core::PciAddress &address) const;

    /// core::cardIds() of the function now; nothing where it does not exist.
    std::optional<QString> cardIds(const core::PciAddress &address) const;

private:
    host::FileDescriptor openDirectory(const std::string &relative) const;

    QString m_root;
    WriteCall m_call;
};

/// "/sys/bus/pci/devices/0000:01:00.0/driver_override", for messages.
QString pathText(Writable writable, const core::PciAddress &address);

/// Explains an errno from writing this file.
core::Error writeError(Writable writable, const core::PciAddress &address, const QByteArray &value, int error);

}
