// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "journal.h"

#include "statelock.h"

#include <KLocalizedString>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
constexpr qsizetype keptFiles = 20; ///< finished ones, for whoever wants to know what happened

core::Error writeFailed(int error)
{
    return {i18nc("@info", "The journal of this change could not be written."),
            i18nc("@info %1 is the system's reason", "The system says: %1.", QString::fromLocal8Bit(::strerror(error))),
            i18nc("@info", "Without a journal nothing is changed. Make room on the disk that holds /var/lib, then try again.")};
}

/// One that is longer could not be read any more.
core::Error full()
{
    return {i18nc("@info", "The journal of this change is full."),
            i18nc("@info", "It was tried to be taken back too many times."),
            i18nc("@info", "Restarting the computer brings drivers back to normal.")};
}

bool writeAll(int fd, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(fd, bytes.data(), size_t(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.sliced(written);
    }
    return true;
}

QStringList journals(const QString &directory)
{
    return QDir(directory).entryList({u"*.journal"_s}, QDir::Files | QDir::NoSymLinks, QDir::Name);
}

/// "00000007.journal" after "00000006.journal"; order by name is order in time. Somebody's own files do not count.
QString nextName(const QStringList &existing)
{
    qulonglong last = 0;
    for (const QString &name : existing)
        last = std::max(last, name.section(u'.', 0, 0).toULongLong());
    return QStringLiteral("%1.journal").arg(last + 1, 8, 10, '0'_L1);
}

host::FileDescriptor openFile(const QString &path, int flags)
{
    return host::FileDescriptor(::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
}

core::Result<Records> readRecords(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return core::Error{i18nc("@info %1 is a path", "The journal %1 cannot be read.", path), file.errorString(), {}};
    return decodeRecords(file.read(maximumJournalBytes + 1));
}

/// Out of the way of later changes, kept for whoever looks into it; in the place of an earlier one of the same name.
void setAside(const QString &path)
{
    std::rename(QFile::encodeName(path).constData(), QFile::encodeName(path + ".damaged"_L1).constData());
}
}

core::Result<Transaction> JournalFile::append(const QJsonObject &record)
{
    QList<QJsonObject> all = m_records.contents;
    const QByteArray line = encodeRecord(all.size(), record);
    if (m_records.soundBytes + line.size() > maximumJournalBytes)
        return full();
    all.append(record);
    const auto after = replay(all);
    if (!after)
        return after.error();
    if (!writeAll(m_file.get(), line) || ::fdatasync(m_file.get()) != 0) {
        const int error = errno;
        // What is half written must not stand before a later record.
        [[maybe_unused]] const int cut = ::ftruncate(m_file.get(), m_records.soundBytes);
        return writeFailed(error);
    }
    m_records = {std::move(all), m_records.soundBytes + line.size()};
    m_transaction = *after;
    if (m_written)
        m_written();
    return m_transaction;
}

core::Result<JournalFile> Journal::open(core::Verb verb, const core::PciAddress &gpu, const QList<core::Step> &steps)
{
    QStringList existing = journals(m_directory);
    const QString name = nextName(existing);
    host::FileDescriptor file = openFile(m_directory + u'/' + name, O_WRONLY | O_CREAT | O_EXCL | O_APPEND);
    if (!file.isOpen() || !syncDirectory(m_directory))
        return writeFailed(errno);
    JournalFile made(std::move(file), {}, {}, m_written);
    const auto begun = made.append(event::opened(verb, gpu, currentBootId(), steps));
    if (!begun)
        return begun.error();
    while (existing.size() >= keptFiles) {
        const QString oldest = m_directory + u'/' + existing.takeFirst();
        const auto records = readRecords(oldest);
        const auto transaction = records ? replay(records->contents) : core::Result<Transaction>(records.error());
        if (transaction && transaction->closed)
            QFile::remove(oldest);
    }
    return made;
}

core::Result<Journal::Unfinished> Journal::unfinished(Damaged damaged)
{
    Unfinished found;
    const QStringList names = journals(m_directory);
    for (const QString &name : names) {
        const QString path = m_directory + u'/' + name;
        const auto records = readRecords(path);
        if (records && records->contents.isEmpty()) {
            QFile::remove(path);
            continue;
        }
        const auto transaction = records ? replay(records->contents) : core::Result<Transaction>(records.error());
        if (!transaction) {
            found.damaged.append(transaction.error());
            if (damaged == Damaged::SetAside)
                setAside(path);
            continue;
        }
        if (transaction->closed)
            continue;
        host::FileDescriptor file = openFile(path, O_WRONLY | O_APPEND);
        if (!file.isOpen() || ::ftruncate(file.get(), records->soundBytes) != 0)
            return writeFailed(errno);
        found.files.push_back(JournalFile(std::move(file), *records, *transaction, m_written));
    }
    return found;
}

}
