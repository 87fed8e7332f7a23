// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "textreport.h"

#include "app/operation/operation.h"

#include <QIODevice>
#include <QJsonObject>

namespace app::cli
{

/// Prints one line for each step of a running operation: "  3/9  Unbind 01:00.0 from the driver nouveau: done". Undoing
/// takes one line in all.
class ProgressLines : public QObject
{
    Q_OBJECT

public:
    ProgressLines(const operation::Operation &operation, QIODevice &out, const Terminal &terminal);
    /// Ends a line that was begun.
    ~ProgressLines() override;

private:
    void phaseChanged(operation::Operation::Phase phase);
    void progressed(const core::Progress &progress);
    void begin(const QString &text);
    void end(const QString &text);
    QString numbered(qsizetype number, const QList<core::Step> &steps) const;

    const operation::Operation &m_operation;
    QIODevice &m_out;
    Terminal m_terminal;
    QString m_line; ///< the last one begun; repeated after a remark in between
    bool m_open = false; ///< a line is begun and not ended
    bool m_undoing = false; ///< the open line reports undoing
};

/// The result of an operation that has ended.
QByteArray text(const Terminal &terminal, const operation::Operation &operation);

/// {"refused", "findings", "steps", "fingerprint", "outcome", "result", "untouched", "differences", "error"}; when ended, each
/// step has its "state".
QJsonObject toJson(const operation::Operation &operation);

}
