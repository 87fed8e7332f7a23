// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QByteArray>
#include <QStringView>

namespace core::json
{

/// `text` as a JSON string (RFC 8259, section 7), in UTF-8. Also escapes what a terminal would obey (C1 controls) and
/// what UTF-8 cannot carry (lone surrogates).
void appendQuoted(QByteArray &out, QStringView text);

/// The lowest `digits` hex digits of `value`, 1 to 16 of them.
void appendHex(QByteArray &out, quint64 value, int digits);

}
