// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "samplemachine.h"
#include "tests/tools/registered.h"
#include "turnoutprocess.h"

#include "core/snapshot/snapshotjson.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

/// How the program treats shells, terminals and users: exit codes, error messages, color, files.
class MannersTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    QString m_sample;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        m_sample = m_dir.filePath(u"sample.json"_s);
        QFile file(m_sample);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(core::writeJson(sampleMachine(), file));
    }

    void a_usage_error_comes_with_a_hint_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const QStringList &arguments, const char *message) {
            QTest::newRow(qPrintable(arguments.join(u' '))) << arguments << QByteArray(message);
        };
        row({u"frobnicate"_s}, "There is no verb “frobnicate”. See: turnout --help");
        row({u"help"_s, u"frobnicate"_s}, "There is no verb “frobnicate”. See: turnout --help");
        row({u"list"_s, u"--frobnicate"_s}, "There is no option “--frobnicate”. See: turnout list --help");
        row({u"list"_s, u"extra"_s}, "“turnout list” does not take “extra”.");
        row({u"list"_s, u"-x"_s}, "There is no option “-x”.");
        row({u"list"_s, u"--json=yes"_s}, "--json takes no value. See: turnout list --help");
        row({u"assign"_s, u"01:00.0"_s, u"--yes=no"_s}, "--yes takes no value.");
        row({u"list"_s, u"--hostdev-only"_s}, "“turnout list” has no option --hostdev-only.");
        row({u"list"_s, u"--snapshot"_s}, "--snapshot requires a value: --snapshot FILE. See: turnout list --help");
        row({u"assign"_s, u"01:00.0"_s, u"--driver"_s, u"--yes"_s}, "--driver requires a value: --driver NAME.");
        row({u"assign"_s, u"01:00.0"_s, u"--accept"_s, u"--json"_s}, "--accept requires a value: --accept ID.");
        row({u"assign"_s, u"01:00.0"_s, u"--with"_s, u"tea"_s}, "“tea” after --with is not a PCI address such as 01:00.1.");
        row({u"assign"_s, u"01:00.0"_s, u"--with"_s, u"01:00.1"_s, u"--without"_s, u"01:00.1"_s}, "each function once");
        row({u"release"_s, u"01:00.0"_s, u"--with"_s, u"01:00.1"_s}, "“turnout release” has no option --with.");
        row({u"list"_s, u"--snapshot="_s}, "--snapshot names no file.");
        row({u"list"_s, u"--sysroot="_s}, "--sysroot names no directory.");
        row({u"list"_s, u"--snapshot"_s, u"a"_s, u"--sysroot"_s, u"b"_s}, "give only one of them");
        row({u"show"_s}, "A PCI address is missing in “turnout show ADDRESS”. See: turnout show --help");
        row({u"show"_s, u"1"_s}, "“1” is not a PCI address such as 01:00.0 or 0000:01:00.0.");
        row({u"show"_s, u"01:00.0"_s, u"02:00.0"_s}, "does not take “02:00.0”");
        row({u"snapshot"_s}, "A file name is missing in “turnout snapshot FILE”.");
        row({u"snapshot"_s, QString()}, "The file name is empty.");
        row({u"xml"_s, u"--hostdev-only"_s}, "A PCI address is missing in “turnout xml ADDRESS...”.");
        row({u"xml"_s, u"01:00.0"_s}, "Add one of --hostdev-only, --new NAME and --domain");
        row({u"--json"_s}, "--json requires a verb");
        // Verbs of later versions have a message of their own.
        row({u"igd"_s, u"01:00.0"_s}, "This version of Turnout cannot do “igd” yet.");
        row({u"plan"_s}, "A verb is missing in “turnout plan VERB ADDRESS [STATE]”. Turnout can plan assign,");
        row({u"plan"_s, u"assign"_s}, "A PCI address is missing in “turnout plan assign ADDRESS”.");
        row({u"plan"_s, u"list"_s, u"01:00.0"_s}, "Turnout can plan assign, release, power, vga, reset, persist");
        row({u"plan"_s, u"assign"_s, u"01:00.0"_s, u"--next-boot"_s}, "“turnout assign” has no option --next-boot.");
        row({u"plan"_s, u"reset"_s, u"01:00.0"_s, u"--driver"_s, u"vfio-pci"_s}, "“turnout reset” has no option --driver.");
        row({u"persist"_s, u"01:00.0"_s, u"--driver"_s, u"nouveau"_s}, "“nouveau” is not a VFIO driver such as vfio-pci.");
        row({u"plan"_s, u"assign"_s, u"01:00.0"_s, u"--driver"_s, u"nouveau"_s}, "“nouveau” is not a VFIO driver such as vfio-pci.");
        row({u"plan"_s, u"release"_s, u"01:00.0"_s, u"--driver"_s, u"vfio-pci"_s}, "“vfio-pci” is not a host driver");
        row({u"plan"_s, u"assign"_s, u"01:00.0"_s, u"--driver"_s, u"../x"_s}, "“../x” is not a VFIO driver");
        row({u"plan"_s, u"assign"_s, u"01:00.0"_s, u"--driver="_s}, "is not a VFIO driver");
        row({u"plan"_s, u"assign"_s, u"01:00.0"_s, u"--accept"_s, u"storage-mounted"_s},
            "“storage-mounted” is not a blocker that you can accept. Those are display-in-use and group-not-viable.");
        row({u"plan"_s, u"release"_s, u"01:00.0"_s, u"--accept"_s, u"display-in-use"_s}, "“turnout release” has no option --accept.");
        row({u"assign"_s}, "A PCI address is missing in “turnout assign ADDRESS”.");
        row({u"assign"_s, u"01:00.0"_s, u"--snapshot"_s, u"a"_s}, "Only this machine can be changed, so --snapshot and --sysroot do not apply.");
        row({u"recover"_s, u"--sysroot"_s, u"/"_s}, "Only this machine can be changed");
        row({u"release"_s, u"01:00.0"_s, u"--accept"_s, u"display-in-use"_s}, "“turnout release” has no option --accept.");
        row({u"recover"_s, u"01:00.0"_s}, "“turnout recover” does not take “01:00.0”.");
        row({u"plan"_s, u"assign"_s, u"01:00.0"_s, u"on"_s}, "“assign” does not take “on”.");
        row({u"plan"_s, u"power"_s, u"01:00.0"_s}, "STATE is missing in “turnout plan power ADDRESS STATE”. Use on, d3hot, d3cold or auto.");
        row({u"plan"_s, u"vga"_s, u"01:00.0"_s}, "STATE is missing in “turnout plan vga ADDRESS STATE”. Use on or off.");
        row({u"plan"_s, u"recover"_s, u"01:00.0"_s}, "not “recover”");
        row({u"plan"_s, u"assign"_s, u"01:00.0"_s, u"--method"_s, u"flr"_s}, "“turnout assign” has no option --method.");
        row({u"power"_s, u"01:00.0"_s, u"deep"_s}, "“deep” is not a power state. Use on, d3hot, d3cold or auto.");
        row({u"power"_s, u"01:00.0"_s, u"on"_s, u"--sysroot"_s, u"/"_s}, "Only this machine can be changed");
        row({u"power"_s, u"01:00.0"_s, u"--yes"_s}, "--yes does not apply");
        row({u"vga"_s, u"01:00.0"_s}, "STATE is missing in “turnout vga ADDRESS STATE”. Use on or off.");
        row({u"vga"_s, u"01:00.0"_s, u"maybe"_s}, "“maybe” is neither on nor off.");
        row({u"reset"_s, u"01:00.0"_s, u"--method"_s, u"hammer"_s},
            "“hammer” is not a reset method. Use device_specific, acpi, flr, af_flr, pm, bus or cxl_bus.");
        row({u"list"_s, u"--yes"_s}, "“turnout list” has no option --yes.");
        row({u"list"_s, u"--driver"_s, u"vfio-pci"_s}, "“turnout list” has no option --driver.");
        row({u"list"_s, u"--connect"_s, u"qemu:///system"_s}, "“turnout list” has no option --connect.");
        row({u"list"_s, u"--dump"_s, u"x"_s}, "does not have the option --dump yet");
    }

    void a_usage_error_comes_with_a_hint()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, message);
        const Outcome outcome = turnout(arguments);
        QCOMPARE(outcome.code, 2);
        QCOMPARE(outcome.out, QByteArray());
        QVERIFY2(outcome.err.startsWith("turnout: ") && outcome.err.endsWith('\n'), outcome.err.constData());
        QVERIFY2(outcome.err.contains(message), outcome.err.constData());
    }

    void help_and_version_succeed()
    {
        for (const QStringList &arguments :
             {QStringList{u"--help"_s}, QStringList{u"-h"_s}, QStringList{u"list"_s, u"--help"_s}, QStringList{u"help"_s}, QStringList{u"help"_s, u"list"_s}}) {
            const Outcome outcome = turnout(arguments);
            QCOMPARE(outcome.code, 0);
            QVERIFY2(outcome.out.startsWith("Usage: turnout "), outcome.out.constData());
            QCOMPARE(outcome.err, QByteArray());
        }
        QCOMPARE(turnout({u"help"_s, u"list"_s}).out, turnout({u"list"_s, u"--help"_s}).out);
        const Outcome version = turnout({u"--version"_s});
        QCOMPARE(version.code, 0);
        QCOMPARE(version.out, QByteArrayLiteral("turnout " TURNOUT_VERSION "\n"));
    }

    void later_verbs_are_not_offered()
    {
        const QByteArray help = turnout({u"--help"_s}).out;
        QVERIFY(!help.contains("  igd"));
    }

    void every_value_in_the_help_is_taken()
    {
        const QString help = QString::fromUtf8(turnout({u"assign"_s, u"--help"_s}).out).simplified();
        QVERIFY2(help.contains(u"Accept this blocker: display-in-use or group-not-viable."_s), qPrintable(help));
        for (const QString &id : {u"display-in-use"_s, u"group-not-viable"_s})
            QVERIFY(turnout({u"plan"_s, u"assign"_s, u"01:00.0"_s, u"--accept"_s, id, u"--snapshot"_s, m_sample}).code != 2);
        for (const QString &method : {u"device_specific"_s, u"acpi"_s, u"flr"_s, u"af_flr"_s, u"pm"_s, u"bus"_s, u"cxl_bus"_s})
            QVERIFY(turnout({u"plan"_s, u"reset"_s, u"01:00.0"_s, u"--method"_s, method, u"--snapshot"_s, m_sample}).code != 2);
    }

    void the_help_of_plan_names_the_verbs_and_their_states()
    {
        const QString help = QString::fromUtf8(turnout({u"plan"_s, u"--help"_s}).out).simplified();
        for (const QString &part :
             {u"assign ADDRESS release ADDRESS power ADDRESS STATE STATE is on, d3hot, d3cold or auto. vga ADDRESS STATE STATE is on or off."_s,
              u"persist ADDRESS unpersist ADDRESS"_s})
            QVERIFY2(help.contains(part), qPrintable(help));
    }

    void options_may_stand_before_the_verb()
    {
        const Outcome before = turnout({u"--json"_s, u"--snapshot"_s, m_sample, u"list"_s});
        QCOMPARE(before.code, 0);
        QCOMPARE(before.out, turnout({u"list"_s, u"--snapshot"_s, m_sample, u"--json"_s}).out);
    }

    void an_unknown_address_names_the_gpus_there_are()
    {
        for (const QStringList &call : {QStringList{u"show"_s, u"09:00.0"_s}, QStringList{u"xml"_s, u"09:00.0"_s, u"--hostdev-only"_s}}) {
            const Outcome outcome = turnout(call + QStringList{u"--snapshot"_s, m_sample});
            QCOMPARE(outcome.code, 1);
            QCOMPARE(outcome.out, QByteArray());
            QCOMPARE(outcome.err, QByteArrayLiteral("turnout: There is no PCI function at 0000:09:00.0. The GPUs are at 00:02.0, 01:00.0, 03:00.0.\n"));
        }
    }

    void a_machine_without_a_gpu_is_reported()
    {
        QFile file(m_dir.filePath(u"empty.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(core::writeJson({}, file));
        file.close();
        const Outcome show = turnout({u"show"_s, u"01:00.0"_s, u"--snapshot"_s, file.fileName()});
        QCOMPARE(show.code, 1);
        QVERIFY2(show.err.contains("There is no PCI function at 0000:01:00.0. This machine has no GPU (no PCI function of the display class)"),
                 show.err.constData());
        const Outcome vga = turnout({u"vga"_s, u"--snapshot"_s, file.fileName()});
        QVERIFY2(vga.out.startsWith("This machine has no GPU"), vga.out.constData());
    }

    void an_unreadable_source_fails_with_its_name()
    {
        const QString missing = m_dir.filePath(u"missing"_s);
        for (const QString &option : {u"--snapshot"_s, u"--sysroot"_s}) {
            const Outcome outcome = turnout({u"list"_s, option, missing});
            QCOMPARE(outcome.code, 1);
            QCOMPARE(outcome.out, QByteArray());
            QVERIFY2(outcome.err.contains(missing.toUtf8()), outcome.err.constData());
            QVERIFY2(outcome.err.contains(option == u"--snapshot"_s ? "Choose a readable file" : "Specify a directory"), outcome.err.constData());
        }
    }

    void a_full_disk_is_reported()
    {
        for (const QString &verb : {u"list"_s, u"groups"_s, u"doctor"_s}) {
            const Outcome outcome = turnout({verb, u"--snapshot"_s, m_sample}, {}, u"/dev/full"_s);
            QCOMPARE(outcome.code, 1);
            QVERIFY2(outcome.err.contains("No space left on device"), outcome.err.constData());
        }
        const Outcome snapshot = turnout({u"snapshot"_s, u"-"_s, u"--snapshot"_s, m_sample}, {}, u"/dev/full"_s);
        QCOMPARE(snapshot.code, 1);
        QVERIFY2(snapshot.err.contains("No space left on device"), snapshot.err.constData());
    }

    void log_messages_appear_only_on_request()
    {
        const QStringList call{u"list"_s, u"--snapshot"_s, m_sample};
        const Outcome quiet = turnout(call);
        QCOMPARE(quiet.code, 0);
        QCOMPARE(quiet.err, QByteArray());
        // Without a terminal, Qt may log to the journal.
        const Outcome verbose = turnout(call, {{u"QT_LOGGING_RULES"_s, u"turnout.*=true"_s}, {u"QT_FORCE_STDERR_LOGGING"_s, u"1"_s}});
        QCOMPARE(verbose.code, 0);
        QCOMPARE(verbose.out, quiet.out);
        for (const char *category : {"turnout.cli: ", "turnout.host: Read the snapshot", "turnout.core: Findings for "})
            QVERIFY2(verbose.err.contains(category), verbose.err.constData());
    }

    void a_closed_pipe_is_no_error()
    {
        // With SIGPIPE ignored, as in some service managers, write(2) fails instead of ending the program.
        const QString script = u"trap '' PIPE; { '%1' groups --snapshot '%2'; echo $? >&2; } | true"_s;
        const Outcome outcome = runProgram(u"sh"_s, {u"-c"_s, script.arg(QStringLiteral(TURNOUT_PROGRAM), m_sample)});
        QCOMPARE(outcome.err, QByteArrayLiteral("0\n"));
    }

    void snapshot_saves_an_anonymous_file()
    {
        const QString path = m_dir.filePath(u"saved.json"_s);
        const Outcome outcome = turnout({u"snapshot"_s, path, u"--snapshot"_s, m_sample});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("8 PCI functions"), outcome.out.constData());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray json = file.readAll();
        for (const char *secret : {"alice", "S5GXNX0R123456"})
            QVERIFY2(!json.contains(secret), secret);
        QVERIFY(core::fromJson(json).ok());
        QCOMPARE(turnout({u"snapshot"_s, u"-"_s, u"--snapshot"_s, m_sample}).out, json);
    }

    void snapshot_as_json_reports_what_was_saved()
    {
        const QString path = m_dir.filePath(u"reported.json"_s);
        const QJsonDocument json = QJsonDocument::fromJson(turnout({u"snapshot"_s, path, u"--json"_s, u"--snapshot"_s, m_sample}).out);
        QCOMPARE(json[u"file"_s], QJsonValue(path));
        QCOMPARE(json[u"functions"_s], QJsonValue(8));
        QCOMPARE(json[u"groups"_s], QJsonValue(4));
        QCOMPARE(json[u"bytes"_s], QJsonValue(QFileInfo(path).size()));
    }

    void snapshot_never_replaces_a_device_or_a_directory()
    {
        for (const QString &path : {u"/dev/full"_s, m_dir.path(), m_dir.filePath(u"no/such/directory"_s)}) {
            const Outcome outcome = turnout({u"snapshot"_s, path, u"--snapshot"_s, m_sample});
            QCOMPARE(outcome.code, 1);
            QVERIFY2(outcome.err.contains(path.toUtf8()), outcome.err.constData());
        }
        struct stat status{};
        QCOMPARE(stat("/dev/full", &status), 0);
        QVERIFY(S_ISCHR(status.st_mode));
    }

    void color_is_for_terminals_without_NO_COLOR()
    {
        const QStringList call{u"list"_s, u"--snapshot"_s, m_sample};
        QVERIFY(!turnout(call).out.contains('\x1b'));
        const Outcome colored = turnoutOnTerminal(call, 80);
        QCOMPARE(colored.code, 0);
        QVERIFY2(colored.out.contains("\x1b[1;31m✘ blocked\x1b[0m"), colored.out.constData());
        QVERIFY(!turnoutOnTerminal(call, 80, {{u"NO_COLOR"_s, u"1"_s}}).out.contains('\x1b'));
        QVERIFY(!turnoutOnTerminal(call, 80, {{u"TERM"_s, u"dumb"_s}}).out.contains('\x1b'));
    }

    void text_follows_the_width_of_the_terminal()
    {
        const QByteArray out = turnoutOnTerminal({u"list"_s, u"--snapshot"_s, m_sample}, 60, {{u"NO_COLOR"_s, u"1"_s}}).out;
        QVERIFY(!out.isEmpty());
        for (const QString &line : QString::fromUtf8(out).split(u'\n'))
            QVERIFY2(line.size() <= 60, qPrintable(line));
    }

    void a_locale_without_unicode_gets_ascii()
    {
        const Outcome outcome = turnout({u"groups"_s, u"--snapshot"_s, m_sample}, {{u"LC_ALL"_s, u"C"_s}});
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.err, QByteArray());
        for (const char c : outcome.out)
            QVERIFY2(c >= 0, outcome.out.constData());
        QVERIFY2(outcome.out.contains("x Not viable"), outcome.out.constData());
        QCOMPARE(turnout({u"fly"_s}, {{u"LC_ALL"_s, u"C"_s}}).err, QByteArrayLiteral("turnout: There is no verb \"fly\". See: turnout --help\n"));
    }

    void device_names_cannot_control_the_terminal()
    {
        core::Snapshot hostile = sampleMachine();
        const QString steering = u" \x1b]0;owned\x07 \u009b31m \u007f \u202e"_s;
        const QString forged = u"\n\u2028 forged line"_s;
        hostile.functions[4].deviceName = u"GPU"_s + steering + forged;
        QFile file(m_dir.filePath(u"hostile.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(core::writeJson(hostile, file));
        file.close();
        for (const QStringList &call : {QStringList{u"list"_s}, QStringList{u"groups"_s}, QStringList{u"show"_s, u"01:00.0"_s}}) {
            const Outcome outcome = turnout(call + QStringList{u"--snapshot"_s, file.fileName()});
            QCOMPARE(outcome.code, 0);
            for (const QChar c : QString::fromUtf8(outcome.out))
                QVERIFY(c == u'\n' || (c.category() != QChar::Other_Control && c.category() != QChar::Other_Format));
            QVERIFY2(!outcome.out.contains("\n forged"), outcome.out.constData());

            const QByteArray json = turnout(call + QStringList{u"--json"_s, u"--snapshot"_s, file.fileName()}).out;
            for (const QChar c : QString::fromUtf8(json))
                QVERIFY(c == u'\n' || c.category() != QChar::Other_Control);
        }
        const QByteArray list = turnout({u"list"_s, u"--json"_s, u"--snapshot"_s, file.fileName()}).out;
        const QString name = QJsonDocument::fromJson(list)[u"gpus"_s][1][u"name"_s].toString();
        QVERIFY2(name.endsWith(steering + forged), qPrintable(name));
    }

    void an_impossible_size_does_no_harm()
    {
        core::Snapshot hostile = sampleMachine();
        core::Bar bar;
        bar.size = ~0ULL;
        hostile.functions[4].bars = {bar};
        hostile.functions[4].rom = 1ULL << 63;
        QFile file(m_dir.filePath(u"huge-bar.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(core::writeJson(hostile, file));
        file.close();
        const Outcome outcome = turnout({u"show"_s, u"01:00.0"_s, u"--snapshot"_s, file.fileName()});
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.out.count("8 EiB"), 2);
    }

    void without_a_verb_the_desktop_application_opens_where_there_is_a_display()
    {
        const QString copy = m_dir.filePath(u"turnout"_s);
        QVERIFY(QFile::copy(QStringLiteral(TURNOUT_PROGRAM), copy));
        const Environment display{{u"WAYLAND_DISPLAY"_s, u"wayland-0"_s}, {u"PATH"_s, m_dir.filePath(u"nothing"_s)}};
        const Outcome missing = runProgram(copy, {}, display);
        QCOMPARE(missing.code, 1);
        QVERIFY2(missing.err.contains("turnout-desktop is not installed"), missing.err.constData());

        QFile desktop(m_dir.filePath(u"turnout-desktop"_s));
        QVERIFY(desktop.open(QIODevice::WriteOnly));
        desktop.write("#!/bin/sh\necho the window\n");
        desktop.close();
        QVERIFY(desktop.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        QCOMPARE(runProgram(copy, {}, display).out, QByteArrayLiteral("the window\n"));

        const Outcome help = runProgram(copy, {});
        QCOMPARE(help.code, 0);
        QVERIFY2(help.out.startsWith("Usage: turnout "), help.out.constData());
    }
};

TURNOUT_TEST(MannersTest)
#include "mannerstest.moc"
