// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "journal.h"

#include "helper/files.h"
#include "helper/logging.h"

#include <KLocalizedString>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
constexpr qsizetype keptFiles = 20; // finished ones, for people who read them

core::Error writeFailed(int error)
{
    return {i18nc("@info", "The journal of this change could not be written, and Turnout changes nothing without it."),
            systemReason(error),
            i18nc("@info", "Free up space below /run (“df -h /run”), then try again.")};
}

core::Error full()
{
    return {i18nc("@info", "The journal of this change is full."),
            i18nc("@info", "Turnout tried to undo the change too many times."),
            i18nc("@info", "Restart the computer to restore the host's drivers.")};
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

/// "00000007.journal" after "00000006.journal", so files sort by age. Files with other names count as 0.
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

/// Removes an incomplete record. Not where there is none: even then ftruncate() gives up space beyond the end (mm/shmem.c,
/// shmem_setattr).
bool reserve(int file, qsizetype validBytes)
{
    struct stat status{};
    if (::fstat(file, &status) != 0 || (status.st_size != validBytes && ::ftruncate(file, validBytes) != 0))
        return false;
    return ::fallocate(file, FALLOC_FL_KEEP_SIZE, 0, maximumJournalBytes) == 0;
}

core::Result<Records> readRecords(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return core::Error{i18nc("@info %1 is a path", "The journal %1 cannot be read.", path), file.errorString(), {}};
    return decodeRecords(file.read(maximumJournalBytes + 1));
}

/// Keeps the file for inspection. Replaces an earlier one of the same name.
void renameDamaged(const QString &path)
{
    std::rename(QFile::encodeName(path).constData(), QFile::encodeName(path + ".damaged"_L1).constData());
}
}

core::Result<qsizetype> JournalFile::write(const QJsonObject &record)
{
    const QByteArray line = encodeRecord(record);
    if (m_size + line.size() > maximumJournalBytes)
        return full();
    if (!writeAll(m_file.get(), line)) {
        const int error = errno;
        // An incomplete record must not precede a later one.
        [[maybe_unused]] const int cut = ::ftruncate(m_file.get(), m_size);
        return writeFailed(error);
    }
    return m_size + line.size();
}

core::Result<Transaction> JournalFile::append(const QJsonObject &record)
{
    auto after = withRecord(m_transaction, record);
    if (!after)
        return damagedJournal(i18nc("@info", "A record does not follow from those before it."));
    const auto size = write(record);
    if (!size)
        return size.error();
    m_size = *size;
    m_transaction = std::move(*after);
    if (m_transaction.closed)
        [[maybe_unused]] const int freed = ::ftruncate(m_file.get(), m_size); // the rest of the reserved space
    if (m_written)
        m_written();
    return m_transaction;
}

core::Result<JournalFile> Journal::open(const Opening &opening)
{
    QStringList existing = journals(m_directory);
    const QString name = nextName(existing);
    const QJsonObject first = event::opened(opening);
    auto transaction = replay({first});
    if (!transaction)
        return transaction.error();
    host::FileDescriptor file = openFile(m_directory + u'/' + name, O_WRONLY | O_CREAT | O_EXCL | O_APPEND);
    if (!file.isOpen() || !reserve(file.get(), 0))
        return writeFailed(errno);
    qCDebug(TURNOUT_HELPER) << "journal" << name << "for" << core::toKeyword(opening.verb) << opening.gpu.toString() << "with" << opening.steps.size() << "steps";
    JournalFile made(std::move(file), 0, std::move(transaction).value(), m_written);
    const auto size = made.write(first);
    if (!size)
        return size.error();
    made.m_size = *size;
    if (m_written)
        m_written();
    while (existing.size() >= keptFiles) {
        const QString oldest = m_directory + u'/' + existing.takeFirst();
        const auto records = readRecords(oldest);
        const auto transaction = records ? replay(records->contents) : core::Result<Transaction>(records.error());
        if (transaction && transaction->closed)
            QFile::remove(oldest);
    }
    return made;
}

core::Result<Journal::Unfinished> Journal::unfinished(Purpose purpose)
{
    Unfinished found;
    const QStringList names = journals(m_directory);
    for (const QString &name : names) {
        const QString path = m_directory + u'/' + name;
        const auto records = readRecords(path);
        if (records && records->contents.isEmpty()) {
            if (purpose == Purpose::Recovery)
                QFile::remove(path);
            continue;
        }
        const auto transaction = records ? replay(records->contents) : core::Result<Transaction>(records.error());
        if (!transaction) {
            qCWarning(TURNOUT_HELPER) << "damaged journal" << path << transaction.error().why;
            found.damaged.append(transaction.error());
            if (purpose == Purpose::Recovery)
                renameDamaged(path);
            continue;
        }
        if (transaction->closed) {
            found.lastClosed = *transaction;
            continue;
        }
        host::FileDescriptor file;
        if (purpose == Purpose::Recovery) {
            file = openFile(path, O_WRONLY | O_APPEND);
            if (!file.isOpen() || !reserve(file.get(), records->validBytes))
                return writeFailed(errno);
        }
        found.files.push_back(JournalFile(std::move(file), records->validBytes, *transaction, m_written));
    }
    return found;
}

}
