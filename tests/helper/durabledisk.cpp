// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "durabledisk.h"

#include <QDir>
#include <QFile>

#include <array>
#include <cerrno>
#include <utility>

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace
{
DurableDisk *disk = nullptr;
int firstFailure = 0; ///< 0: none
int count = 0;

int flushed(int fd, long call)
{
    if (firstFailure != 0 && ++count >= firstFailure) {
        errno = EIO;
        return -1;
    }
    if (disk && call == SYS_syncfs)
        disk->flushImage();
    else if (disk)
        disk->flush(fd);
    return int(::syscall(call, fd));
}

/// Opens what the descriptor stands for, also a file that has no name yet.
QByteArray linkOf(int fd)
{
    return "/proc/self/fd/" + QByteArray::number(fd);
}

QByteArray pathOf(int fd)
{
    std::array<char, 4096> buffer;
    const ssize_t length = ::readlink(linkOf(fd).constData(), buffer.data(), buffer.size());
    return {buffer.data(), std::max<ssize_t>(length, 0)};
}

QByteArray contentOf(const QByteArray &path)
{
    QFile file(QFile::decodeName(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<QByteArray> namesIn(const QByteArray &path)
{
    QList<QByteArray> names;
    for (const QString &name : QDir(QFile::decodeName(path)).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        names += QFile::encodeName(name);
    return names;
}

struct stat statusOf(const QByteArray &path)
{
    struct stat status{};
    if (::lstat(path.constData(), &status) != 0)
        qFatal("%s vanished", path.constData());
    return status;
}
}

// These take the place of the C library's in this program, for Qt as well.
extern "C" int fsync(int fd)
{
    return flushed(fd, SYS_fsync);
}
extern "C" int fdatasync(int fd)
{
    return flushed(fd, SYS_fdatasync);
}
extern "C" int syncfs(int fd) noexcept
{
    return flushed(fd, SYS_syncfs);
}

void failFlushesFrom(int nth)
{
    firstFailure = nth;
    count = 0;
}

DurableDisk::DurableDisk(const QByteArray &root, const QByteArray &image, std::function<void()> flushed)
    : m_root(root)
    , m_image(root + '/' + image)
    , m_imageContent(contentOf(m_image))
    , m_flushed(std::move(flushed))
{
    for (const char *top : {"/etc", "/var"})
        m_tops.insert(m_root + top, statusOf(m_root + top).st_ino);
    for (const auto &[top, inode] : m_tops.asKeyValueRange())
        flushTree(top);
    disk = this;
}

DurableDisk::~DurableDisk()
{
    disk = nullptr;
}

bool DurableDisk::isTracked(const QByteArray &path) const
{
    const QByteArray directory = path + '/';
    return directory.startsWith(QByteArray(m_root + "/etc/")) || directory.startsWith(QByteArray(m_root + "/var/"));
}

void DurableDisk::flush(int fd)
{
    const QByteArray path = pathOf(fd);
    if (!isTracked(path))
        return;
    struct stat status{};
    if (::fstat(fd, &status) != 0)
        qFatal("cannot flush %s", path.constData());
    if (S_ISDIR(status.st_mode))
        flushDirectory(path);
    else
        flushFile(linkOf(fd), status);
    m_flushed();
}

void DurableDisk::flushImage()
{
    m_imageContent = contentOf(m_image);
    m_flushed();
}

void DurableDisk::flushFile(const QByteArray &path, const struct stat &status)
{
    m_nodes[status.st_ino] = {.isDirectory = false, .mode = status.st_mode, .content = contentOf(path), .entries = {}};
}

/// Entries are on the disk now, but not what is in them.
void DurableDisk::flushDirectory(const QByteArray &path)
{
    const auto status = statusOf(path);
    Node node{.isDirectory = true, .mode = status.st_mode, .content = {}, .entries = {}};
    for (const QByteArray &name : namesIn(path)) {
        const auto entry = statusOf(path + '/' + name);
        node.entries.insert(name, entry.st_ino);
        if (!m_nodes.contains(entry.st_ino))
            m_nodes[entry.st_ino] = {.isDirectory = S_ISDIR(entry.st_mode), .mode = entry.st_mode, .content = {}, .entries = {}};
    }
    m_nodes[status.st_ino] = node;
}

void DurableDisk::flushTree(const QByteArray &path)
{
    for (const QByteArray &name : namesIn(path)) {
        const QByteArray inside = path + '/' + name;
        const auto status = statusOf(inside);
        if (S_ISDIR(status.st_mode))
            flushTree(inside);
        else
            flushFile(inside, status);
    }
    flushDirectory(path);
}

void DurableDisk::cutPower() const
{
    for (const auto &[path, inode] : m_tops.asKeyValueRange()) {
        QDir(QFile::decodeName(path)).removeRecursively();
        restore(path, m_nodes.value(inode));
    }
    if (contentOf(m_image) == m_imageContent)
        return;
    QFile image(QFile::decodeName(m_image));
    if (!image.open(QIODevice::WriteOnly | QIODevice::Truncate) || image.write("garbage") < 0)
        qFatal("cannot write the image");
}

void DurableDisk::restore(const QByteArray &path, const Node &node) const
{
    if (node.isDirectory) {
        ::mkdir(path.constData(), 0700);
        for (const auto &[name, inode] : node.entries.asKeyValueRange())
            restore(path + '/' + name, m_nodes.value(inode));
    } else {
        QFile file(QFile::decodeName(path));
        if (!file.open(QIODevice::WriteOnly) || file.write(node.content) != node.content.size())
            qFatal("cannot write %s", path.constData());
    }
    ::chmod(path.constData(), node.mode & 07777);
}
