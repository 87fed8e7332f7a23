// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/map/mapcard.h"
#include "app/map/maptext.h"
#include "app/text/devicetext.h"
#include "app/map/turnoutsign.h"
#include "mapsamples.h"
#include "tests/core/snapshotbuilder.h"
#include "tests/tools/registered.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using app::Card;
using app::Glyph;
using app::DeviceState;

class MapCardTest : public QObject
{
    Q_OBJECT

private:
    const core::Snapshot m_snapshot = sample::fiveGpus();
    const app::Annotations m_annotations = app::annotate(m_snapshot);

    const core::Function &gpu(const char *address) const
    {
        return *m_snapshot.function(fixture::at(address));
    }
    Card card(const char *address) const
    {
        return app::makeCard(m_snapshot, gpu(address), m_annotations);
    }
    static bool shows(const Card &card, Glyph glyph)
    {
        return std::ranges::any_of(card.badges, [glyph](const app::Badge &badge) {
            return badge.icon == glyph;
        });
    }

private Q_SLOTS:
    void theSignShowsTheState()
    {
        QCOMPARE(app::deviceState(gpu("01:00.0")), DeviceState::Host);
        QCOMPARE(app::deviceState(gpu("04:00.0")), DeviceState::Assigned);
        QCOMPARE(app::deviceState(gpu("05:00.0")), DeviceState::Suspended);
        QCOMPARE(app::deviceState(gpu("06:00.0")), DeviceState::Unbound);
    }

    void aSuspendedGpuKeepsItsPlace()
    {
        core::Function function = gpu("05:00.0");
        function.driver = QStringLiteral("vfio-pci");
        QCOMPARE(app::deviceStateText(function), QStringLiteral("Assigned to VMs, suspended"));
        function.driver = QStringLiteral("amdgpu");
        QCOMPARE(app::deviceStateText(function), QStringLiteral("On the host, suspended"));
        function.driver = core::Unread::Absent;
        QCOMPARE(app::deviceStateText(function), QStringLiteral("No driver, suspended"));
        QCOMPARE(app::deviceStateText(gpu("04:00.0")), QStringLiteral("Assigned to VMs"));
    }

    void anUnknownDriverIsNotCalledMissing()
    {
        core::Function function = gpu("06:00.0");
        function.driver = core::Unread::NeedsPermission;
        QCOMPARE(app::deviceState(function), DeviceState::Host);
    }

    /// Drawn in black and white, so that only shapes can tell them apart.
    void theFourSignsDifferWithoutColor()
    {
        const app::SignColors colors{Qt::white, Qt::black, Qt::black, Qt::black};
        QList<QImage> drawn;
        for (const DeviceState state : {DeviceState::Host, DeviceState::Assigned, DeviceState::Suspended, DeviceState::Unbound}) {
            QImage image(22, 22, QImage::Format_Grayscale8);
            image.fill(Qt::white);
            QPainter painter(&image);
            app::paintTurnoutSign(painter, image.rect(), state, colors);
            painter.end();
            QVERIFY(!drawn.contains(image));
            drawn.append(image);
        }
    }

    void aStateHasItsBadge()
    {
        QVERIFY(shows(card("01:00.0"), Glyph::Screen));
        QVERIFY(shows(card("05:00.0"), Glyph::Moon));
        QVERIFY(shows(card("06:00.0"), Glyph::Hollow));
        QVERIFY(!shows(card("04:00.0"), Glyph::Screen));
    }

    void aBlockedGroupNamesTheBlocker()
    {
        const Card blocked = card("02:00.0");
        QCOMPARE(blocked.verdict, core::Verdict::Blocked);
        const auto badge = std::ranges::find(blocked.badges, Glyph::Group, &app::Badge::icon);
        QVERIFY(badge != blocked.badges.end());
        QVERIFY2(badge->text.contains(u"NVMe drive"), qPrintable(badge->text));
    }

    void blockersStandAboveCautions()
    {
        for (const core::Function &function : m_snapshot.functions) {
            const QList<app::Badge> badges = app::makeCard(m_snapshot, function, m_annotations).badges;
            QVERIFY(std::ranges::is_sorted(badges, std::ranges::greater(), &app::Badge::severity));
        }
    }

    void aCardShowsFourReasonsAndCountsTheOthers()
    {
        app::Annotations many;
        QList<core::Finding> &findings = many.findings[fixture::at("01:00.0")];
        for (int i = 0; i < 9; ++i)
            findings.push_back({u"id-%1"_s.arg(i), core::Severity::Caution, fixture::at("01:00.0"), u"Reason %1."_s.arg(i), {}, {}});
        const Card card = app::makeCard(m_snapshot, gpu("01:00.0"), many);
        QCOMPARE(card.badges.size(), 4); // two reasons, "7 more", boot display
        QVERIFY(card.badges[2].text.startsWith(u"7 "));
    }

    void aSearchForAGroupMeansThatGroupOnly()
    {
        core::Function function = gpu("01:00.0");
        function.group = core::IommuGroupId{14};
        QVERIFY(app::matches(function, u"group 14"_s));
        QVERIFY(!app::matches(function, u"group 1"_s));
    }

    void aSearchFindsNamesAddressesAndDrivers()
    {
        QVERIFY(app::matches(gpu("01:00.0"), u"geforce"_s));
        QVERIFY(app::matches(gpu("01:00.0"), u"01:00"_s));
        QVERIFY(app::matches(gpu("04:00.0"), u"VFIO"_s));
        QVERIFY(!app::matches(gpu("01:00.0"), u"radeon"_s));
    }
};

TURNOUT_WINDOW_TEST(MapCardTest)

#include "mapcardtest.moc"
