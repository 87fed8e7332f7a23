// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "directory.h"

#include "parse.h"

#include <QFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

namespace host
{

namespace
{
/// Bytes; a mount table of a hundred thousand lines.
constexpr size_t longest = 16 * 1024 * 1024;

/// sysfs answers ENODEV once a device is gone. With other errors (EINVAL, EIO, EOPNOTSUPP) the kernel has no such value for
/// this device.
core::Unread reason(int error)
{
    switch (error) {
    case EACCES:
    case EPERM:
        return core::Unread::NeedsPermission;
    case ENODEV:
    case ENXIO:
        return core::Unread::Vanished;
    default:
        return core::Unread::Absent;
    }
}
}

Directory Directory::root(Access &access, const std::string &path)
{
    FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return Directory(access, std::move(fd), errno, {});
}

Directory Directory::ofMachine(Access &access, const QString &sysroot)
{
    return root(access, sysroot.isEmpty() ? "/" : QFile::encodeName(sysroot).toStdString());
}

Directory Directory::child(const char *relative) const
{
    FileDescriptor fd(::openat(m_fd.get(), relative, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const int error = errno;
    return Directory(*m_access, std::move(fd), error, m_access->onAccess ? m_path + relative + '/' : std::string());
}

core::Reading<std::string_view> Directory::read(std::string_view device, Attribute attribute) const
{
    const AttributeRow &wanted = row(attribute);
    std::array<char, NAME_MAX + 128> path;
    const std::string_view name = wanted.name;
    if (device.size() + name.size() + 2 > path.size())
        return core::Unread::Absent;
    char *end = path.data();
    if (!device.empty()) {
        end += device.copy(end, device.size());
        *end++ = '/';
    }
    end += name.copy(end, name.size());
    *end = '\0';

    const auto file = open(path.data(), wanted.effect);
    return file ? readAll(*file) : file.why();
}

core::Reading<std::string_view> Directory::readSuffixed(Attribute attribute, std::string_view suffix) const
{
    if (suffix.find('/') != std::string_view::npos)
        return core::Unread::Absent;
    const auto file = open((row(attribute).name + std::string(suffix)).c_str(), row(attribute).effect);
    return file ? readAll(*file) : file.why();
}

core::Reading<std::string> Directory::readLong(Attribute attribute) const
{
    const auto file = open(attribute);
    return file ? readWhole(*file) : file.why();
}

core::Reading<std::string> Directory::readIn(Attribute directory, std::string_view name) const
{
    if (name.find('/') != std::string_view::npos)
        return core::Unread::Absent;
    const AttributeRow &wanted = row(directory);
    const auto file = open((std::string(wanted.name) + '/' + std::string(name)).c_str(), wanted.effect);
    return file ? readWhole(*file) : file.why();
}

core::Reading<std::string> Directory::readWhole(const FileDescriptor &file) const
{
    std::string text;
    auto &buffer = m_access->buffer;
    ssize_t length = 0;
    while ((length = ::read(file.get(), buffer.data(), buffer.size())) > 0) {
        text.append(buffer.data(), size_t(length));
        if (text.size() > longest)
            return core::Unread::Malformed;
    }
    return length < 0 ? core::Reading<std::string>(reason(errno)) : text;
}

core::Reading<FileDescriptor> Directory::open(Attribute attribute) const
{
    return open(row(attribute).name, row(attribute).effect);
}

core::Reading<FileDescriptor> Directory::open(const char *relative, Effect effect) const
{
    if (m_blocked && effect != Effect::None)
        return core::Unread::Busy;
    if (!mayOpen(effect, m_wakefulness))
        return core::Unread::Suspended;
    report(relative);
    // Without waiting: in a copy of a machine a pipe may have a file's name.
    FileDescriptor file(::openat(m_fd.get(), relative, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!file.isOpen())
        return reason(errno);
    return file;
}

core::Reading<std::string_view> Directory::readAll(const FileDescriptor &file) const
{
    auto &buffer = m_access->buffer;
    const ssize_t length = ::read(file.get(), buffer.data(), buffer.size());
    if (length < 0)
        return reason(errno);
    return trimmed({buffer.data(), size_t(length)});
}

std::optional<std::string_view> Directory::link(const char *name) const
{
    report(name);
    auto &buffer = m_access->buffer;
    const ssize_t length = ::readlinkat(m_fd.get(), name, buffer.data(), buffer.size());
    if (length < 0)
        return std::nullopt;
    return std::string_view(buffer.data(), size_t(length));
}

std::optional<dev_t> Directory::characterDevice(const char *name) const
{
    struct statx status{};
    if (::statx(m_fd.get(), name, AT_STATX_DONT_SYNC, STATX_TYPE, &status) != 0)
        return std::nullopt;
    errno = 0;
    return S_ISCHR(status.stx_mode) ? std::optional(makedev(status.stx_rdev_major, status.stx_rdev_minor)) : std::nullopt;
}

unsigned Directory::linkCount(const char *relative) const
{
    struct stat status{};
    return isOpen() && ::fstatat(m_fd.get(), relative, &status, 0) == 0 ? unsigned(status.st_nlink) : 0;
}

bool Directory::isProcfs() const
{
    struct statfs status{};
    return isOpen() && ::fstatfs(m_fd.get(), &status) == 0 && status.f_type == PROC_SUPER_MAGIC;
}

bool Directory::has(const char *relative) const
{
    return isOpen() && ::faccessat(m_fd.get(), relative, F_OK, 0) == 0;
}

bool Directory::hasFile(const char *relative) const
{
    struct stat status{};
    return isOpen() && ::fstatat(m_fd.get(), relative, &status, 0) == 0 && S_ISREG(status.st_mode);
}

std::optional<std::chrono::nanoseconds> Directory::lastModified(Attribute attribute) const
{
    struct stat status{};
    if (!isOpen() || ::fstatat(m_fd.get(), row(attribute).name, &status, 0) != 0)
        return std::nullopt;
    return std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::nanoseconds(status.st_mtim.tv_nsec);
}

void Directory::report(const char *relative) const
{
    if (m_access->onAccess)
        m_access->onAccess((m_path + relative).c_str());
}

}
