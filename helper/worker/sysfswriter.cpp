// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "sysfswriter.h"

#include "core/operation/hostdriverrecords.h"
#include "host/sysfs/parse.h"

#include <KLocalizedString>
#include <QFile>

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>

namespace helper
{

namespace
{
bool isSysfs(const host::FileDescriptor &directory)
{
    struct statfs system{};
    return ::fstatfs(directory.get(), &system) == 0 && system.f_type == SYSFS_MAGIC;
}

core::Error readError(Writable writable, const core::PciAddress &address, int error)
{
    core::Error made = writeError(writable, address, {}, error);
    made.what = i18nc("@info %1 is a path", "%1 could not be read.", pathText(writable, address));
    return made;
}
}

int OpenWritable::write() const
{
    const ssize_t written = m_call(m_file.get(), m_value.constData(), size_t(m_value.size()));
    if (written < 0)
        return errno;
    return written == m_value.size() ? 0 : EIO;
}

host::FileDescriptor SysfsWriter::openDirectory(const std::string &relative) const
{
    const std::string path = QFile::encodeName(m_root).toStdString() + '/' + relative;
    host::FileDescriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.isOpen() && m_root.isEmpty() && !isSysfs(directory)) {
        errno = EXDEV;
        return host::FileDescriptor();
    }
    return directory;
}

core::Result<OpenWritable> SysfsWriter::open(Writable writable, const core::PciAddress &address, const QByteArray &value) const
{
    const host::FileDescriptor directory = openDirectory(directoryOf(writable, address));
    if (!directory.isOpen())
        return writeError(writable, address, value, errno);
    host::FileDescriptor file(::openat(directory.get(), row(writable).name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.isOpen())
        return writeError(writable, address, value, errno);
    return OpenWritable(std::move(file), value, m_call);
}

core::Result<QByteArray> SysfsWriter::read(Writable writable, const core::PciAddress &address) const
{
    const host::FileDescriptor directory = openDirectory(directoryOf(writable, address));
    if (!directory.isOpen())
        return readError(writable, address, errno);
    const host::FileDescriptor file(::openat(directory.get(), row(writable).name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.isOpen())
        return readError(writable, address, errno);
    std::array<char, 4096> buffer; // a sysfs attribute is at most a page
    const ssize_t length = ::read(file.get(), buffer.data(), buffer.size());
    if (length < 0)
        return readError(writable, address, errno);
    const QByteArray value = QByteArray(buffer.data(), length).trimmed();
    // drivers/pci/pci-sysfs.c driver_override_show prints a null pointer.
    return writable == Writable::DriverOverride && value == "(null)" ? QByteArray() : value;
}

core::Result<QByteArray> SysfsWriter::driver(const core::PciAddress &address) const
{
    const host::FileDescriptor directory = openDirectory(directoryOf(Writable::DriverOverride, address));
    if (!directory.isOpen())
        return readError(Writable::Unbind, address, errno);
    std::array<char, 4096> buffer;
    const ssize_t length = ::readlinkat(directory.get(), "driver", buffer.data(), buffer.size());
    if (length < 0 && errno != ENOENT)
        return readError(Writable::Unbind, address, errno);
    const QByteArray target(buffer.data(), std::max<ssize_t>(length, 0));
    return target.mid(target.lastIndexOf('/') + 1);
}

std::optional<QString> SysfsWriter::cardIds(const core::PciAddress &address) const
{
    const host::FileDescriptor directory = openDirectory(directoryOf(Writable::DriverOverride, address));
    const host::FileDescriptor file(directory.isOpen() ? ::openat(directory.get(), "modalias", O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1);
    std::array<char, 256> text;
    const ssize_t length = file.isOpen() ? ::read(file.get(), text.data(), text.size()) : -1;
    const auto ids = length < 0 ? std::nullopt : host::pciIds(host::trimmed(std::string_view(text.data(), size_t(length))));
    if (!ids)
        return std::nullopt;
    core::Function function;
    function.vendor = ids->vendor;
    function.device = ids->device;
    function.subVendor = ids->subVendor;
    function.subDevice = ids->subDevice;
    return core::cardIds(function);
}

QString pathText(Writable writable, const core::PciAddress &address)
{
    return QLatin1Char('/') + QString::fromStdString(directoryOf(writable, address)) + QLatin1Char('/') + QLatin1String(row(writable).name);
}

}
