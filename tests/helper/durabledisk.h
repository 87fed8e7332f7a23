// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QByteArray>
#include <QMap>

#include <functional>

#include <sys/stat.h>

/// What a disk holds after a power cut in the worst case: the content of files and the entries of directories that were flushed,
/// and nothing else (fsync(2): flushing a file does not flush its entry in the directory). It sees fsync(), fdatasync() and
/// syncfs() of this process, also those of libraries; durabledisk.cpp replaces these functions. One at a time.
class DurableDisk
{
public:
    /// All that is below `root`/etc, `root`/var and in the file `root`/`image` now is on the disk. `flushed` is called after
    /// each flush.
    DurableDisk(const QByteArray &root, const QByteArray &image, std::function<void()> flushed);
    ~DurableDisk();
    DurableDisk(const DurableDisk &) = delete;
    DurableDisk &operator=(const DurableDisk &) = delete;

    /// Removes what is not on the disk. The image becomes garbage if it is not.
    void cutPower() const;

    void flush(int fd);
    void flushImage();

private:
    struct Node {
        bool isDirectory = false;
        mode_t mode = 0;
        QByteArray content;
        QMap<QByteArray, ino_t> entries;
    };
    bool isTracked(const QByteArray &path) const;
    void flushFile(const QByteArray &path, const struct stat &status);
    void flushDirectory(const QByteArray &path);
    void flushTree(const QByteArray &path);
    void restore(const QByteArray &path, const Node &node) const;

    QByteArray m_root;
    QByteArray m_image;
    QByteArray m_imageContent;
    std::function<void()> m_flushed;
    QMap<ino_t, Node> m_nodes;
    QMap<QByteArray, ino_t> m_tops; ///< of the directories at the top, which cutPower() makes anew
};

/// Makes the nth flush of this process from now and all after it fail with EIO; 0: none.
void failFlushesFrom(int nth);
