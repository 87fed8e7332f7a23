// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "overlay.h"

#include "machinefile.h"
#include "sysfstree.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace fixture
{

namespace
{
core::Error failure(const QString &what, const QString &why)
{
    return {.what = what, .why = why, .remedy = {}};
}

/// \n, \t, \\ and \x41.
QByteArray unescaped(const QByteArray &text)
{
    QByteArray plain;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (next == 'x' && i + 3 < text.size()) {
            plain += QByteArray::fromHex(text.sliced(i + 2, 2));
            i += 3;
        } else if (next) {
            plain += next == 'n' ? '\n' : next == 't' ? '\t' : next;
            ++i;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

class Overlay
{
public:
    explicit Overlay(const QString &root)
        : m_root(QFileInfo(root).canonicalFilePath())
    {
    }

    /// Empty on success.
    QString apply(const QByteArray &line);

private:
    /// Relative to the root; "@ADDRESS/rest" is below a function's directory.
    QString absolute(const QByteArray &path) const
    {
        if (!path.startsWith('@'))
            return m_root + u'/' + QString::fromUtf8(path);
        const qsizetype end = path.indexOf('/');
        const QByteArray address = path.sliced(1, (end < 0 ? path.size() : end) - 1);
        const QString device = QFileInfo(m_root + "/sys/bus/pci/devices/"_L1 + QString::fromLatin1(address)).canonicalFilePath();
        return end < 0 ? device : device + QString::fromUtf8(path.sliced(end));
    }
    QString file(const QString &path, const QByteArray &content) const;
    QString link(const QString &path, const QString &target) const;
    QString remove(const QString &path) const;
    QString resource(const QString &path, const QByteArray &change) const;

    QString m_root;
};

QString Overlay::file(const QString &path, const QByteArray &content) const
{
    if (QFileInfo(path).isSymLink())
        QFile::remove(path);
    QFile file(path);
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return u"%1 cannot be written"_s.arg(path);
    return {};
}

QString Overlay::link(const QString &path, const QString &target) const
{
    const QString directory = QFileInfo(path).path();
    if (QFileInfo(path).isSymLink())
        QFile::remove(path);
    if (!QDir().mkpath(directory) || ::symlink(QFile::encodeName(target).constData(), QFile::encodeName(path).constData()) != 0)
        return u"%1 cannot be linked"_s.arg(path);
    return {};
}

QString Overlay::remove(const QString &path) const
{
    const QFileInfo info(path);
    if (info.isDir() && !info.isSymLink())
        QDir(path).removeRecursively();
    else
        QFile::remove(path);
    return {};
}

/// "BAR,START,END,FLAGS" in hex: one line of `resource`.
QString Overlay::resource(const QString &path, const QByteArray &change) const
{
    QFile old(path);
    const QList<QByteArray> values = change.split(',');
    QList<QByteArray> lines = old.open(QIODevice::ReadOnly) ? old.readAll().split('\n') : QList<QByteArray>();
    old.close();
    if (values.size() != 4 || values[0].toInt() >= lines.size())
        return u"%1 has no such line"_s.arg(path);
    QByteArray line;
    for (const QByteArray &value : values.sliced(1))
        line += (line.isEmpty() ? "0x" : " 0x") + value.rightJustified(16, '0');
    lines[values[0].toInt()] = line;
    return file(path, lines.join('\n'));
}

QString Overlay::apply(const QByteArray &line)
{
    const QList<QByteArray> fields = line.split('\t');
    const QByteArray &verb = fields[0];
    const QByteArray first = fields.value(1);
    const QByteArray second = fields.value(2);
    if (verb == "F")
        return file(absolute(first), unescaped(second));
    if (verb == "P")
        return file(absolute('@' + first + '/' + second), unescaped(fields.value(3)));
    if (verb == "D" || verb == "PD")
        return QDir().mkpath(absolute(verb == "D" ? first : '@' + first + '/' + second)) ? QString() : u"no directory"_s;
    if (verb == "R" || verb == "PR")
        return remove(absolute(verb == "R" ? first : '@' + first + '/' + second));
    if (verb == "X")
        return link(absolute(first), QString::fromUtf8(second));
    if (verb == "FF") {
        const QString config = absolute('@' + first + "/config");
        return file(config, QByteArray(QFileInfo(config).size(), '\xff'));
    }
    if (verb == "RES")
        return resource(absolute('@' + first + "/resource"), second);
    if (verb == "L" || verb == "PL") {
        const QString path = absolute(verb == "L" ? first : '@' + first + '/' + second);
        const QString directory = QFileInfo(path).path();
        QDir().mkpath(directory);
        const QString from = QFileInfo(directory).canonicalFilePath();
        return link(from + u'/' + QFileInfo(path).fileName(), QDir(from).relativeFilePath(absolute(verb == "L" ? second : fields.value(3))));
    }
    return u"unknown directive %1"_s.arg(QString::fromUtf8(verb));
}
}

std::optional<core::Error> writeOverlaidTree(const QString &directory, const QString &root)
{
    QFile overlay(directory + "/overlay.txt"_L1);
    if (!overlay.open(QIODevice::ReadOnly))
        return failure(overlay.fileName(), overlay.errorString());
    QList<QByteArray> lines = overlay.readAll().split('\n');
    lines.removeIf([](const QByteArray &line) {
        return line.isEmpty() || line.startsWith('#');
    });
    QString machineFile = directory + "/machine.machine"_L1;
    if (!lines.isEmpty() && lines.first().startsWith("BASE\t"))
        machineFile = QStringLiteral(TURNOUT_FIXTURES "/machines/%1.machine").arg(QString::fromUtf8(lines.takeFirst().sliced(5)));
    const auto machine = readMachineFile(machineFile);
    if (!machine)
        return machine.error();
    if (const auto written = writeTree(*machine, root, QStringLiteral(TURNOUT_FIXTURES "/pci.ids")); !written)
        return written.error();
    Overlay tree(root);
    for (const QByteArray &line : std::as_const(lines)) {
        if (const QString problem = tree.apply(line); !problem.isEmpty())
            return failure(QString::fromUtf8(line), problem);
    }
    return std::nullopt;
}

}
