// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/domain/newdomain.h"

#include <QStringList>

class QCommandLineParser;

namespace app::cli
{

/// What a verb is to do with a libvirt domain.
struct DomainCall {
    enum class Mode : quint8 {
        Hostdevs, ///< only the <hostdev> elements
        New,
        Add, ///< to an existing domain
        Remove, ///< from an existing domain
        Undo, ///< the last change of an existing domain
    };
    Mode mode = Mode::Hostdevs;
    QString domain; ///< the name of a domain, or a file
    bool defines = false;
    QString connect; ///< the URI of a libvirt connection; empty: the system's
    QStringList capabilities; ///< files that describe the target host
    bool all = false; ///< every domain of the connection
    bool fixes = false;
    core::NewDomain wish;
};

/// Whether a domain is named by a file: one with a slash or the suffix .xml, or that exists.
bool isDomainFile(const QString &domain);

/// Takes the options of `turnout xml`. Returns an error message, empty for none.
QString takeXmlOptions(const QCommandLineParser &parser, DomainCall &call);

/// Those of `turnout lint`, whose operand is `domain`; empty: none.
QString takeLintOptions(const QCommandLineParser &parser, DomainCall &call);

}
