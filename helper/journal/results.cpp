// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "results.h"

#include "record.h"
#include "helper/files.h"
#include "helper/logging.h"

#include <KLocalizedString>
#include <QDir>
#include <QJsonDocument>

#include <algorithm>
#include <cerrno>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace helper
{

namespace
{
constexpr qsizetype keptFiles = 32; // of each user
constexpr off_t reservedBytes = 256 * 1024; // a reply with a plan

/// A killed process leaves its result to recovery, which may first have to undo steps.
constexpr auto recoveryTime = 25s;

core::Error notWritten(int error)
{
    return {i18nc("@info", "The result of this change could not be stored, so nothing was changed."),
            systemReason(error),
            i18nc("@info", "Free up space below /run (“df -h /run”), then try again.")};
}

core::Error stillWorking()
{
    return {i18nc("@info", "The helper is still working on this request."), {}, i18nc("@info", "Wait until it has finished.")};
}

core::Error endedEarly()
{
    return {i18nc("@info", "The program that made the change ended before it was complete."),
            i18nc("@info", "It is not known why. “journalctl -u 'turnout-*'” shows what it reported."),
            i18nc("@info", "Run “turnout recover” to finish or undo the change.")};
}

/// A file's request and, once it is there, its reply.
struct Entry {
    qint64 uid = -1;
    QString nonce;
    std::optional<core::Reply> reply;
};

Entry read(const QString &path)
{
    const QList<QByteArray> lines = readFile(path).split('\n');
    const QJsonObject request = QJsonDocument::fromJson(lines.value(0)).object();
    Entry entry{.uid = request.value("uid"_L1).toInteger(-1), .nonce = request.value("nonce"_L1).toString(), .reply = {}};
    constexpr qsizetype complete = 3; // both lines, and nothing after the last line's end
    if (lines.size() < complete)
        return entry;
    if (const auto reply = core::replyFromArguments(core::argumentsFromJson(QJsonDocument::fromJson(lines[1]).object())))
        entry.reply = *reply;
    return entry;
}

void append(int fd, const core::Reply &reply)
{
    const QByteArray text = encodeRecord(core::toJson(core::toArguments(reply)));
    const off_t before = ::lseek(fd, 0, SEEK_END);
    if (::write(fd, text.constData(), size_t(text.size())) == text.size()) {
        [[maybe_unused]] const int freed = ::ftruncate(fd, before + text.size()); // the rest of the reserved space
        return;
    }
    qCWarning(TURNOUT_HELPER) << "result not stored:" << systemReason(errno);
    [[maybe_unused]] const int cut = ::ftruncate(fd, before);
}

/// Whether the process that made the file still has it locked.
bool isLocked(const QString &path)
{
    const host::FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    return file.isOpen() && ::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}
}

void ResultFile::write(const core::Reply &reply) const
{
    append(m_file.get(), reply);
}

void ResultFile::remove() const
{
    QFile::remove(m_path);
}

Results::Results(const QString &runtimeDirectory)
    : m_runtime(runtimeDirectory)
    , m_directory(runtimeDirectory + u"/results"_s)
{
}

QStringList Results::names() const
{
    return QDir(m_directory).entryList({u"*.result"_s}, QDir::Files | QDir::NoSymLinks, QDir::Name);
}

core::Result<ResultFile> Results::open(qint64 uid, const QString &nonce) const
{
    for (const auto &[path, mode] : {std::pair(m_runtime, readableByAll), std::pair(m_directory, ownerOnly)}) {
        if (const auto made = ownDirectory(path, mode); !made)
            return made.error();
    }
    removeOldest(uid);
    const QStringList existing = names();
    qulonglong number = existing.isEmpty() ? 0 : existing.last().section(u'.', 0, 0).toULongLong();
    QString path;
    host::FileDescriptor file;
    do {
        path = m_directory + u"/%1.result"_s.arg(++number, 8, 10, '0'_L1);
        constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW;
        file = host::FileDescriptor(::open(QFile::encodeName(path).constData(), flags, S_IRUSR | S_IWUSR));
    } while (!file.isOpen() && errno == EEXIST);
    const QByteArray request = encodeRecord({{u"uid"_s, uid}, {u"nonce"_s, nonce}});
    const bool isReady = file.isOpen() && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 && ::fallocate(file.get(), FALLOC_FL_KEEP_SIZE, 0, reservedBytes) == 0
        && ::write(file.get(), request.constData(), size_t(request.size())) == request.size();
    if (!isReady)
        return notWritten(errno);
    return ResultFile(path, std::move(file));
}

void Results::removeOldest(qint64 uid) const
{
    QStringList own = names();
    own.removeIf([this, uid](const QString &name) {
        return read(m_directory + u'/' + name).uid != uid;
    });
    while (own.size() >= keptFiles) {
        const QString oldest = m_directory + u'/' + own.takeFirst();
        if (!isLocked(oldest))
            QFile::remove(oldest);
    }
}

void Results::complete(const QString &name, core::Outcome outcome, const core::Error &error) const
{
    if (!names().contains(name))
        return;
    const QString path = m_directory + u'/' + name;
    if (isLocked(path))
        return;
    const Entry entry = read(path);
    const host::FileDescriptor file(::open(QFile::encodeName(path).constData(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW));
    if (!entry.reply && file.isOpen())
        append(file.get(), {.nonce = entry.nonce, .outcome = outcome, .error = error, .plan = {}, .report = {}});
}

std::optional<core::Reply> Results::wait(qint64 uid, const QString &nonce, std::chrono::milliseconds timeout) const
{
    const auto matches = [&](const QString &name) {
        const Entry entry = read(m_directory + u'/' + name);
        return entry.uid == uid && entry.nonce == nonce;
    };
    const QStringList all = names();
    const auto found = std::ranges::find_if(all, matches);
    if (found == all.end())
        return std::nullopt;
    const QString path = m_directory + u'/' + *found;
    auto working = std::chrono::steady_clock::now();
    const auto end = working + timeout;
    for (;;) {
        const bool locked = isLocked(path); // before the reply is read, which is written before the file is unlocked
        if (const Entry entry = read(path); entry.reply)
            return entry.reply;
        const auto now = std::chrono::steady_clock::now();
        if (locked)
            working = now;
        if (now - working >= recoveryTime)
            return core::Reply{.nonce = nonce, .outcome = core::Outcome::Incomplete, .error = endedEarly(), .plan = {}, .report = {}};
        if (now >= end)
            return core::Reply{.nonce = nonce, .outcome = core::Outcome::Busy, .error = stillWorking(), .plan = {}, .report = {}};
        std::this_thread::sleep_for(50ms);
    }
}

}
