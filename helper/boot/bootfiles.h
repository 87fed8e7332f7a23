// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/worker/helpercontext.h"

#include "core/boot/bootassignment.h"

namespace helper
{

using BootAssignments = QList<core::BootAssignment>;

/// A file that follows from the boot assignments. An empty content stands for no file.
struct BootFile {
    QString path;
    QByteArray content;
    bool isInImage = false; ///< the initramfs has a copy of it
};

/// In the order in which they are written. Each can be written again.
QList<BootFile> bootFiles(const HelperContext &context, const BootAssignments &assignments, core::InitramfsTool tool);

/// Whether the files that the initramfs has a copy of are not as `files` wants them.
bool differsInImage(const QList<BootFile> &files);

/// Writes the files, each on the disk before the next. Only turnout-persist.service may call this: no other unit can write
/// below /etc.
std::optional<core::Error> writeBootFiles(const HelperContext &context, const QList<BootFile> &files);

/// Replaces the file, or removes it where `content` is empty, and returns once that is on the disk. Does nothing where the
/// file is as wanted.
std::optional<core::Error> writeDurably(const HelperContext &context, const QString &path, const QByteArray &content);

core::Error notWritten(const QString &path, const QString &why);

}
