// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/checks/finding.h"
#include "core/snapshot/snapshot.h"
#include "domaincapabilities.h"
#include "domaindocument.h"
#include "hostcapabilities.h"
#include "splice.h"

#include <QMap>

namespace core
{

/// A finding of a domain. A blocker keeps the domain from starting; a caution costs speed, safety or a function of the GPU.
struct DomainFinding {
    Finding finding;
    int line = 0; ///< of the domain's XML, from 1
    QList<Splice> fix; ///< empty: only the user can

    bool operator==(const DomainFinding &) const = default;
};

/// Another domain of the same host.
struct OtherDomain {
    QString name;
    QList<PciAddress> sources; ///< the host functions it passes on
    bool isRunning = false;
};

/// A file that a domain names.
struct FileFact {
    bool exists = false;
    bool isReadable = false; ///< by QEMU, as far as permissions show
    std::optional<quint16> romVendor; ///< of an option ROM's first image; none: it is no such ROM
    std::optional<quint16> romDevice;
};

/// The host that a domain is checked against. Nothing is found where the host is unknown.
struct LintHost {
    const Snapshot &snapshot;
    std::optional<DomainCapabilities> domain;
    std::optional<HostCapabilities> host;
    QList<OtherDomain> others;
    QMap<QString, FileFact> files; ///< those of filesToCheck()
    bool hasSavedState = false; ///< libvirt has a saved state or snapshots with memory
    QString lastError; ///< what libvirt or QEMU reported when the domain failed to start
};

/// The findings in the order of their lines, those of one line with the worst first. The ids are listed in
/// docs/findings.md.
QList<DomainFinding> lint(const XmlTree &domain, const LintHost &host);

/// The files whose facts lint() uses.
QStringList filesToCheck(const XmlTree &domain);

/// The vendor and device of an option ROM (PCI Firmware Specification 3.0, 5.1.2), for FileFact; none where the bytes
/// are no such ROM.
std::optional<std::pair<quint16, quint16>> romIds(const QByteArray &rom);

/// The domain with every fix made, also of what the fixes bring to light; the domain itself if there is none.
Result<QByteArray> fixed(const QByteArray &domain, const LintHost &host);

/// What an error message of libvirt or QEMU at the start of a domain means; none for unknown ones.
std::optional<Finding> translated(const QString &message);

}
