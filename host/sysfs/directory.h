// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "wakesafety.h"

#include "core/reading.h"

#include <QByteArrayView>

#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <dirent.h>
#include <unistd.h>

namespace host
{

/// Owns an open file descriptor; -1 is none.
class FileDescriptor
{
public:
    explicit FileDescriptor(int fd = -1)
        : m_fd(fd)
    {
    }
    FileDescriptor(FileDescriptor &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    FileDescriptor &operator=(FileDescriptor &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~FileDescriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }

    int get() const
    {
        return m_fd;
    }
    bool isOpen() const
    {
        return m_fd >= 0;
    }

private:
    int m_fd;
};

/// Shared by all directories of one scan: the buffer, and a callback for accesses.
struct Access {
    std::function<void(const char *path)> onAccess;
    std::array<char, 65536> buffer; ///< a sysfs attribute is at most a page, cpuinfo's first CPU a few KB
};

/// An open directory of the machine that is read. All access is relative to it, so that the root may be
/// anywhere and no path can be swapped meanwhile.
class Directory
{
public:
    /// An absolute path, or one relative to the working directory.
    static Directory root(Access &access, const std::string &path);
    /// The root of the machine at `sysroot`; empty for this machine.
    static Directory ofMachine(Access &access, const QString &sysroot);

    /// Not open where there is none or it may not be listed; error() has the errno.
    Directory child(const char *relative) const;

    bool isOpen() const
    {
        return m_fd.isOpen();
    }
    int error() const
    {
        return m_error;
    }

    /// Until this is Active, attributes that wake are refused.
    void setWakefulness(Wakefulness wakefulness)
    {
        m_wakefulness = wakefulness;
    }

    /// The kernel is stuck on the device: attributes that would wait are refused.
    void setBlocked(bool blocked)
    {
        m_blocked = blocked;
    }

    /// The content without white space around it, valid until the next read through the same Access. Suspended,
    /// without a system call, where the table forbids it. `device` is a subdirectory or link in this directory.
    core::Reading<std::string_view> read(Attribute attribute) const
    {
        return read({}, attribute);
    }
    core::Reading<std::string_view> read(std::string_view device, Attribute attribute) const;
    /// The file whose name begins as the table says: the udev data “b8:1”.
    core::Reading<std::string_view> readSuffixed(Attribute attribute, std::string_view suffix) const;
    /// All of a file that may be longer than one read gives: procfs hands out a page at a time (fs/seq_file.c).
    core::Reading<std::string> readLong(Attribute attribute) const;
    /// All of a file in a directory that is an attribute, such as those of /etc/modprobe.d. `name` has no slash.
    core::Reading<std::string> readIn(Attribute directory, std::string_view name) const;
    /// The open file, for reading it in pieces; the same rules.
    core::Reading<FileDescriptor> open(Attribute attribute) const;

    /// When a file was last changed; opens nothing. Nothing where there is no such file.
    std::optional<std::chrono::nanoseconds> lastModified(Attribute attribute) const;

    /// The target of a symbolic link, valid until the next read through the same Access.
    std::optional<std::string_view> link(const char *name) const;

    /// The number of the character device that a name leads to; opens nothing, and asks no server for it. Nothing for
    /// anything else, with errno where it could not be seen.
    std::optional<dev_t> characterDevice(const char *name) const;
    /// 0 where there is no such file.
    unsigned linkCount(const char *relative) const;
    /// Whether this is the kernel's own process file system, not a copy of one.
    bool isProcfs() const;

    /// Whether there is such a file, directory or link target; opens nothing.
    bool has(const char *relative) const;
    /// The same for a regular file; a library that opens files by path would wait at a pipe.
    bool hasFile(const char *relative) const;

    /// Calls `each(const char *name)` for every entry but "." and "..".
    template<typename Each>
    void forEachEntry(Each each) const;

private:
    Directory(Access &access, FileDescriptor fd, int error, std::string path)
        : m_access(&access)
        , m_fd(std::move(fd))
        , m_error(error)
        , m_path(std::move(path))
    {
    }
    core::Reading<FileDescriptor> open(const char *relative, Effect effect) const;
    core::Reading<std::string_view> readAll(const FileDescriptor &file) const;
    core::Reading<std::string> readWhole(const FileDescriptor &file) const;
    void report(const char *relative) const;

    Access *m_access;
    FileDescriptor m_fd;
    int m_error = 0;
    std::string m_path; ///< relative to the root; kept only for onAccess
    Wakefulness m_wakefulness = Wakefulness::Undecided;
    bool m_blocked = false;
};

template<typename Each>
void Directory::forEachEntry(Each each) const
{
    alignas(dirent64) std::array<char, 16384> entries;
    ssize_t filled = 0;
    while (isOpen() && (filled = ::getdents64(m_fd.get(), entries.data(), entries.size())) > 0) {
        for (ssize_t at = 0; at < filled;) {
            const auto *entry = reinterpret_cast<const dirent64 *>(entries.data() + at);
            const std::string_view name = entry->d_name;
            if (name != "." && name != "..")
                each(entry->d_name);
            at += entry->d_reclen;
        }
    }
}

}
