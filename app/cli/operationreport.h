// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "textreport.h"

#include "app/operation/operation.h"

#include <QIODevice>
#include <QJsonObject>

namespace app::cli
{

/// One line a step while an errand is under way: "  3/9  Take 01:00.0 from its driver nouveau: done". What is taken back is
/// one line in all.
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
    QString m_line; ///< the last that was begun; said again where a remark came in between
    bool m_open = false; ///< a line is begun
    bool m_begun = false; ///< a step was, so what is taken back is of this change
    bool m_undoing = false; ///< the line that is begun says so
};

/// What became of it.
QByteArray text(const Terminal &terminal, const operation::Operation &operation);

/// {"refused", "findings", "steps", "fingerprint", "outcome", "result", "untouched", "differences", "error"}
QJsonObject toJson(const operation::Operation &operation);

}
