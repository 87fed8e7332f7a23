// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tests/tools/registered.h"
#include "turnoutprocess.h"

#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{
const QString source = QStringLiteral(TURNOUT_SOURCE);
const QString manPage = source + u"/docs/man/turnout.1"_s;
const QString completions = source + u"/resources/completions/"_s;

QString contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QStringList captured(const QString &text, const QString &pattern)
{
    QStringList words;
    const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
    for (const QRegularExpressionMatch &match : expression.globalMatch(text))
        words.append(match.captured(1));
    words.removeDuplicates();
    return words;
}

/// The verbs in the help: lines that begin with a lower-case word rather than a dash.
QStringList offeredVerbs()
{
    return captured(QString::fromUtf8(turnout({u"--help"_s}).out), u"^  ([a-z]+)\\b"_s);
}

QStringList offeredOptions()
{
    QString help = QString::fromUtf8(turnout({u"--help"_s}).out);
    for (const QString &verb : offeredVerbs())
        help += QString::fromUtf8(turnout({verb, u"--help"_s}).out);
    return captured(help, u"^  --([a-z-]+)\\b"_s);
}
}

/// The man page and the completions list exactly what the program has.
class DocumentationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void the_help_lists_every_verb_and_option()
    {
        QCOMPARE(offeredVerbs(),
                 QStringList({u"list"_s,
                              u"groups"_s,
                              u"show"_s,
                              u"doctor"_s,
                              u"plan"_s,
                              u"assign"_s,
                              u"release"_s,
                              u"power"_s,
                              u"vga"_s,
                              u"reset"_s,
                              u"persist"_s,
                              u"unpersist"_s,
                              u"recover"_s,
                              u"snapshot"_s,
                              u"xml"_s,
                              u"lint"_s}));
        QCOMPARE(offeredOptions(),
                 QStringList({u"json"_s,
                              u"snapshot"_s,
                              u"sysroot"_s,
                              u"help"_s,
                              u"version"_s,
                              u"driver"_s,
                              u"accept"_s,
                              u"method"_s,
                              u"next-boot"_s,
                              u"with"_s,
                              u"without"_s,
                              u"yes"_s,
                              u"hostdev-only"_s,
                              u"new"_s,
                              u"domain"_s,
                              u"remove"_s,
                              u"define"_s,
                              u"undo"_s,
                              u"connect"_s,
                              u"capabilities"_s,
                              u"guest"_s,
                              u"memory"_s,
                              u"disk"_s,
                              u"vcpus"_s,
                              u"no-pin"_s,
                              u"hugepages"_s,
                              u"locked-memory"_s,
                              u"firmware"_s,
                              u"secure-boot"_s,
                              u"tpm"_s,
                              u"max-physical-bits"_s,
                              u"installer"_s,
                              u"virtio-win"_s,
                              u"network"_s,
                              u"graphics"_s,
                              u"audio"_s,
                              u"evdev"_s,
                              u"looking-glass"_s,
                              u"free-ports"_s,
                              u"mdev"_s,
                              u"multifunction"_s,
                              u"rom"_s,
                              u"iommufd"_s,
                              u"all"_s,
                              u"fix"_s}));
    }

    void the_man_page_explains_every_verb_and_option()
    {
        const QString page = contents(manPage).replace(u"\\-"_s, u"-"_s);
        const QString verbs = page.section(u".SH VERBS"_s, 1).section(u".SH OPTIONS"_s, 0, 0);
        QCOMPARE(captured(verbs, u"^\\.TP\n\\.BI? ([a-z]+)"_s), offeredVerbs());
        QStringList options = captured(page.section(u".SH OPTIONS"_s, 1).section(u".SH \""_s, 0, 0), u"^\\.BI?R? (?:-[a-z] ,\\\\~ )?--([a-z-]+)"_s);
        QStringList offered = offeredOptions();
        options.sort();
        offered.sort();
        QCOMPARE(options, offered);
    }

    void the_man_page_renders_without_warnings()
    {
        if (QStandardPaths::findExecutable(u"groff"_s).isEmpty())
            QSKIP("groff is not installed");
        const Outcome outcome = runProgram(u"groff"_s, {u"-man"_s, u"-ww"_s, u"-z"_s, u"-Tutf8"_s, manPage});
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.err, QByteArray());
    }

    void completions_name_every_verb_and_option_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("shell");
        QTest::newRow("bash") << u"turnout.bash"_s << u"bash"_s;
        QTest::newRow("zsh") << u"_turnout"_s << u"zsh"_s;
        QTest::newRow("fish") << u"turnout.fish"_s << u"fish"_s;
    }

    void completions_name_every_verb_and_option()
    {
        QFETCH(QString, file);
        const QString script = contents(completions + file);
        for (const QString &word : offeredVerbs() + offeredOptions())
            QVERIFY2(script.contains(QRegularExpression(u"\\b%1\\b"_s.arg(word))), qPrintable(word));
    }

    void completions_parse_in_their_shell_data()
    {
        completions_name_every_verb_and_option_data();
    }

    void completions_parse_in_their_shell()
    {
        QFETCH(QString, file);
        QFETCH(QString, shell);
        if (QStandardPaths::findExecutable(shell).isEmpty())
            QSKIP("this shell is not installed");
        const Outcome outcome = runProgram(shell, {u"-n"_s, completions + file});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
    }
};

TURNOUT_TEST(DocumentationTest)
#include "documentationtest.moc"
