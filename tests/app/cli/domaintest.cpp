// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tests/fixtures/golden.h"
#include "tests/tools/registered.h"
#include "turnoutprocess.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace
{
const QString source = QStringLiteral(TURNOUT_SOURCE);
const QString goldens = source + u"/tests/app/cli/domains/"_s;

QString sample(const QString &name)
{
    return source + u"/resources/samples/"_s + name + u".json"_s;
}

QString capabilities(const QString &name)
{
    return source + u"/tests/fixtures/capabilities/"_s + name + u".xml"_s;
}

/// Everything a golden new domain is made of but its options.
const QStringList workstation = {u"xml"_s, u"41:00.0"_s, u"--snapshot"_s, sample(u"threadripper-workstation"_s)};
const QStringList debian13 = {u"--capabilities"_s, capabilities(u"debian13-domain"_s)};
const QStringList newer = {u"--capabilities"_s, capabilities(u"newer-domain"_s)};
const QStringList ryzen = {u"--capabilities"_s, capabilities(u"ryzen-host"_s)};

QStringList words(const char *text)
{
    return QString::fromUtf8(text).split(u' ');
}

struct Case {
    const char *name;
    QStringList arguments;
};

/// One for each option of `turnout xml`, and one for each system.
QList<Case> cases()
{
    const QStringList linuxVm = words("--new vm --guest linux --memory 8G --disk 40G");
    const QStringList base = workstation + debian13 + linuxVm;
    return {
        {"linux", base},
        {"windows10", workstation + debian13 + words("--new win10 --guest windows10 --memory 16G --disk 100G --installer /iso/win10.iso")},
        {"windows11",
         workstation + debian13 + ryzen
             + words("--new win11 --guest windows11 --memory 16384M --disk 100G --installer /iso/win.iso --virtio-win /iso/virtio-win.iso")},
        {"assumed-host", workstation + linuxVm},
        {"image", workstation + debian13 + words("--new vm --guest linux --memory 8G --disk /images/vm.raw")},
        {"block-device", workstation + debian13 + words("--new vm --guest linux --memory 8G --disk /dev/disk/by-id/none")},
        {"no-disk", workstation + debian13 + words("--new vm --guest linux --memory 8G --disk none")},
        {"vcpus", base + ryzen + words("--vcpus 4")},
        {"no-pin", base + ryzen + words("--no-pin")},
        {"hugepages", base + words("--hugepages 1G")},
        {"locked-memory", base + words("--locked-memory")},
        {"bios", base + words("--firmware bios")},
        {"secure-boot", base + words("--secure-boot on")},
        {"tpm", base + words("--tpm on")},
        {"max-physical-bits", base + words("--max-physical-bits 39")},
        {"bridge", base + words("--network bridge:br0")},
        {"user-network", base + words("--network user")},
        {"no-network", base + words("--network none")},
        {"vnc", base + words("--graphics vnc")},
        {"no-graphics", base + words("--graphics none")},
        {"spice-audio", base + words("--audio spice")},
        {"pipewire", workstation + newer + linuxVm + words("--audio pipewire")},
        {"evdev", base + words("--evdev /dev/input/by-id/usb-a-event-kbd --evdev /dev/input/by-id/usb-b-event-mouse")},
        {"looking-glass", base + words("--looking-glass 2560x1440")},
        {"free-ports", base + words("--free-ports 1")},
        {"mdev", base + words("--mdev 4b20d080-1b54-4048-85b3-a6a62d165c01")},
        {"multifunction", base + words("--multifunction")},
        {"rom", base + words("--rom /usr/share/vgabios/gpu.rom")},
        {"rom-off", base + words("--rom off")},
        {"iommufd", workstation + newer + linuxVm + words("--iommufd")},
        {"driver", base + words("--driver turnout_vfio_pci")},
        {"igd", QStringList{u"xml"_s, u"00:02.0"_s, u"--snapshot"_s, sample(u"laptop-shared-root-port"_s)} + debian13 + linuxVm},
        {"igd-newer", QStringList{u"xml"_s, u"00:02.0"_s, u"--snapshot"_s, sample(u"laptop-shared-root-port"_s)} + newer + linuxVm},
    };
}

const Environment environment = {{u"XDG_RUNTIME_DIR"_s, u"/run/user/1000"_s}};

QStringList optionsOfXml()
{
    QStringList options;
    static const QRegularExpression option(u"^  --([a-z-]+)"_s, QRegularExpression::MultilineOption);
    for (const QRegularExpressionMatch &match : option.globalMatch(QString::fromUtf8(turnout({u"xml"_s, u"--help"_s}).out)))
        options += match.captured(1);
    return options;
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
}

/// New and existing domains, as files; tests/libvirt has those of libvirt.
class DomainTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    QString saved(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_dir.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }

private Q_SLOTS:
    void new_domains_are_as_before_data()
    {
        QTest::addColumn<QStringList>("arguments");
        for (const Case &row : cases())
            QTest::newRow(row.name) << row.arguments;
    }

    void new_domains_are_as_before()
    {
        QFETCH(const QStringList, arguments);
        const Outcome outcome = turnout(arguments, environment);
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        compareWithGolden(outcome.out, goldens + QString::fromLatin1(QTest::currentDataTag()) + u".xml"_s);
    }

    void libvirts_schema_accepts_them_data()
    {
        new_domains_are_as_before_data();
    }

    void libvirts_schema_accepts_them()
    {
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        if (name == "iommufd"_L1)
            QSKIP("iommufd is valid from libvirt 12.1 on");
        const Outcome outcome = runProgram(QStringLiteral(VIRT_XML_VALIDATE), {goldens + name + u".xml"_s, u"domain"_s});
        QVERIFY2(outcome.code == 0, QByteArray(outcome.out + outcome.err).constData());
    }

    void every_option_is_exercised()
    {
        QStringList options = optionsOfXml();
        QVERIFY(options.size() > 30);
        // Those that choose the mode or the connection, those of every verb, and those of what is assigned (assignmentstest).
        for (const QString &other : {u"hostdev-only"_s, u"domain"_s, u"remove"_s, u"define"_s, u"undo"_s, u"connect"_s, u"json"_s, u"yes"_s, u"sysroot"_s, u"with"_s, u"without"_s})
            QVERIFY(options.removeOne(other));
        for (const Case &row : cases()) {
            for (const QString &argument : row.arguments)
                options.removeOne(argument.mid(2));
        }
        QCOMPARE(options, QStringList());
    }

    void a_new_domain_has_no_findings()
    {
        for (const QString &name : {u"linux"_s, u"windows11"_s, u"vcpus"_s}) {
            const Outcome outcome = turnout({u"lint"_s, goldens + name + u".xml"_s, u"--snapshot"_s, sample(u"threadripper-workstation"_s), u"--json"_s});
            QCOMPARE(QJsonDocument::fromJson(outcome.out)["findings"_L1].toArray(), QJsonArray());
            QCOMPARE(outcome.code, 0);
        }
    }

    void an_edit_is_undone_to_the_byte()
    {
        const QByteArray domain = "<domain type='kvm'>\r\n  <name>x</name> <!-- mine -->\r\n  <devices>\r\n    <video/>\r\n  </devices>\r\n</domain>";
        const QString before = saved(u"before.xml"_s, domain);
        const Outcome added = turnout(workstation + QStringList{u"--domain"_s, before});
        QVERIFY2(added.code == 0, added.err.constData());
        QVERIFY(added.out.contains("bus='0x41' slot='0x00' function='0x1'"));
        QCOMPARE(contents(before), domain);
        const QString after = saved(u"after.xml"_s, added.out);
        QCOMPARE(turnout(workstation + QStringList{u"--domain"_s, after, u"--remove"_s}).out, domain);
        const Outcome json = turnout(workstation + QStringList{u"--domain"_s, before, u"--json"_s});
        QCOMPARE(QJsonDocument::fromJson(json.out)["xml"_L1].toString().toUtf8(), added.out);
    }

    void lint_reports_the_line_and_a_fix()
    {
        const QByteArray domain =
            "<domain type='kvm'>\n  <name>x</name>\n  <devices>\n    <hostdev mode='subsystem' type='pci' managed='yes'>\n      <source>\n        "
            "<address domain='0' bus='0x41' slot='0' function='0'/>\n      </source>\n    </hostdev>\n  </devices>\n</domain>\n";
        const QString file = saved(u"lint.xml"_s, domain);
        const QStringList call = {u"lint"_s, file, u"--snapshot"_s, sample(u"threadripper-workstation"_s)};
        const Outcome json = turnout(call + QStringList{u"--json"_s});
        QCOMPARE(json.code, 0); // a caution
        const QJsonObject finding = QJsonDocument::fromJson(json.out)["findings"_L1].toArray().first().toObject();
        QCOMPARE(finding["id"_L1].toString(), u"missing-function"_s);
        QCOMPARE(finding["line"_L1].toInt(), 4);
        QCOMPARE(finding["address"_L1].toString(), u"0000:41:00.1"_s);
        QVERIFY(finding["fixable"_L1].toBool());
        QVERIFY(turnout(call).out.contains("line 4: <hostdev"));
        const Outcome fixed = turnout(call + QStringList{u"--fix"_s});
        QVERIFY2(fixed.code == 0, fixed.err.constData());
        QCOMPARE(contents(file), domain);
        QVERIFY(contents(m_dir.filePath(u"lint.fixed.xml"_s)).contains("bus='0x41' slot='0x00' function='0x1'"));
    }

    void a_blocker_fails()
    {
        const QString file = saved(u"blocked.xml"_s, contents(source + u"/tests/fixtures/domains/stale-gone.xml"_s));
        const Outcome outcome = turnout({u"lint"_s, file, u"--snapshot"_s, sample(u"laptop-shared-root-port"_s)});
        QCOMPARE(outcome.code, 1);
        QVERIFY(outcome.out.contains("no PCI function at 0000:2b:00.0"));
    }

    void mistakes_are_explained_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [](const char *name, const QStringList &arguments, int code, const QByteArray &reason) {
            QTest::newRow(name) << arguments << code << reason;
        };
        const QStringList linuxVm = words("--new vm --guest linux --memory 8G --disk none");
        row("no mode", workstation, 2, "Add one of --hostdev-only, --new NAME and --domain");
        row("two modes", workstation + linuxVm + words("--domain x"), 2, "Add one of");
        row("no guest", workstation + words("--new vm --memory 8G --disk none"), 2, "requires --guest");
        row("no memory", workstation + words("--new vm --guest linux --disk none"), 2, "requires --memory");
        row("no disk", workstation + words("--new vm --guest linux --memory 8G"), 2, "requires --disk");
        row("odd memory", workstation + words("--new vm --guest linux --disk none --memory lots"), 2, "such as 16G");
        row("odd guest", workstation + words("--new vm --guest macos --memory 8G --disk none"), 2, "linux, windows10, windows11");
        row("odd disk", workstation + words("--new vm --guest linux --memory 8G --disk disk.vmdk"), 2, ".qcow2, .raw or .img");
        row("odd screen", workstation + linuxVm + words("--looking-glass big"), 2, "2560x1440");
        row("odd driver", workstation + linuxVm + words("--driver nvidia"), 2, "not a VFIO driver");
        row("odd number", workstation + linuxVm + words("--vcpus four"), 2, "must be a number");
        row("option of new domains", workstation + words("--hostdev-only --memory 8G"), 2, "requires --new");
        row("undo of a file", workstation + words("--domain x.xml --undo"), 2, "not a file");
        row("define of a file", workstation + words("--domain x.xml --define"), 2, "not a file");
        row("remove without domain", workstation + linuxVm + words("--remove"), 2, "require --domain");
        row("no such file", workstation + words("--domain /nowhere/x.xml"), 1, "/nowhere/x.xml could not be read");
        row("no such capabilities", workstation + linuxVm + words("--capabilities /nowhere/x.xml"), 1, "/nowhere/x.xml could not be read");
        row("other capabilities",
            workstation + linuxVm + QStringList{u"--capabilities"_s, sample(u"threadripper-workstation"_s)},
            1,
            "does not describe a host");
        row("not offered", workstation + debian13 + linuxVm + words("--iommufd"), 1, "iommufd");
        row("lint of nothing", {u"lint"_s}, 2, "Name one domain");
        row("lint of both", {u"lint"_s, u"x"_s, u"--all"_s}, 2, "Name one domain");
        row("fix of all", {u"lint"_s, u"--all"_s, u"--fix"_s}, 2, "name it");
        row("another host", {u"lint"_s, u"x"_s, u"--connect"_s, u"qemu+ssh://host/system"_s}, 1, "--snapshot FILE");
    }

    void mistakes_are_explained()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, code);
        QFETCH(const QByteArray, reason);
        const Outcome outcome = turnout(arguments, environment);
        QVERIFY2(outcome.err.contains(reason), outcome.err.constData());
        QCOMPARE(outcome.code, code);
        QCOMPARE(outcome.out, QByteArray());
    }
};

TURNOUT_TEST(DomainTest)

#include "domaintest.moc"
