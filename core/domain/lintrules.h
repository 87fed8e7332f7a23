// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "lint.h"

namespace core
{

/// A <hostdev> of a PCI function, and that function.
struct PassedFunction {
    XmlNode hostdev;
    PciAddress source;
    std::optional<PciAddress> guest;
    const Function *function = nullptr; ///< null: this machine has none there
};

/// A domain as the rules see it, and their findings. Internal to lint().
struct LintDraft {
    const XmlTree &domain;
    const LintHost &host;
    QList<PassedFunction> passed;
    QList<DomainFinding> findings;

    const QString &text() const
    {
        return domain.text();
    }
    XmlNode root() const
    {
        return domain.root();
    }
    XmlNode devices() const
    {
        return root().child(u"devices");
    }
    bool isPassed(const PciAddress &address) const;
    void add(const XmlNode &at, Finding finding, QList<Splice> fix = {});
};

// Each adds the findings of one subject.
void lintAddresses(LintDraft &draft);
void lintBinding(LintDraft &draft);
void lintGroups(LintDraft &draft);
void lintLayout(LintDraft &draft);
void lintRoms(LintDraft &draft);
void lintIgd(LintDraft &draft);
void lintMemory(LintDraft &draft);
void lintCpus(LintDraft &draft);
void lintLeftovers(LintDraft &draft);

/// "<name>" removed with its line.
Splice removal(const LintDraft &draft, const XmlNode &node);

}
