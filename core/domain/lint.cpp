// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "lint.h"

#include "lintrules.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

bool LintDraft::isPassed(const PciAddress &address) const
{
    return std::ranges::find(passed, address, &PassedFunction::source) != passed.end();
}

void LintDraft::add(const XmlNode &at, Finding finding, QList<Splice> fix)
{
    if (finding.evidence.isEmpty() && at) {
        const QStringView tag = QStringView(text()).sliced(at->startTag.begin, at->startTag.end - at->startTag.begin);
        finding.evidence = tag.left(120).toString().simplified();
    }
    findings.append({std::move(finding), at.line(), std::move(fix)});
}

Splice removal(const LintDraft &draft, const XmlNode &node)
{
    return {withItsLine(draft.text(), node), {}};
}

namespace
{
QList<PassedFunction> passedBy(const XmlTree &domain, const Snapshot &snapshot)
{
    QList<PassedFunction> passed;
    for (const XmlNode &hostdev : pciHostdevs(domain)) {
        const PciAddress source = *sourceOf(hostdev);
        passed.append({hostdev, source, guestAddressOf(hostdev), snapshot.function(source)});
    }
    return passed;
}

bool overlaps(const Splice &one, const Splice &other)
{
    return one.range.begin < other.range.end && other.range.begin < one.range.end;
}

/// The fixes that do not concern the same text; the others come in the next pass.
QList<Splice> compatible(const QList<DomainFinding> &findings)
{
    QList<Splice> chosen;
    for (const DomainFinding &finding : findings) {
        const bool isCompatible = std::ranges::none_of(finding.fix, [&chosen](const Splice &splice) {
            return std::ranges::any_of(chosen, [&splice](const Splice &other) {
                return splice == other || overlaps(splice, other);
            });
        });
        if (isCompatible)
            chosen += finding.fix;
    }
    return chosen;
}
}

QList<DomainFinding> lint(const XmlTree &domain, const LintHost &host)
{
    LintDraft draft{.domain = domain, .host = host, .passed = passedBy(domain, host.snapshot), .findings = {}};
    for (void (*rule)(LintDraft &) : {lintAddresses, lintBinding, lintGroups, lintLayout, lintRoms, lintIgd, lintMemory, lintCpus, lintLeftovers})
        rule(draft);
    if (const std::optional<Finding> finding = translated(host.lastError))
        draft.add(domain.root(), *finding);
    std::ranges::stable_sort(draft.findings, [](const DomainFinding &one, const DomainFinding &other) {
        return std::pair(one.line, -int(one.finding.severity)) < std::pair(other.line, -int(other.finding.severity));
    });
    return draft.findings;
}

Result<QByteArray> fixed(const QByteArray &domain, const LintHost &host)
{
    constexpr int mostPasses = 8;
    QByteArray current = domain;
    for (int pass = 0; pass < mostPasses; ++pass) {
        const Result<XmlTree> tree = parseDomain(current);
        if (!tree)
            return tree.error();
        const QList<Splice> fixes = compatible(lint(*tree, host));
        if (fixes.isEmpty())
            break;
        current = tree->encoded(spliced(tree->text(), fixes));
    }
    return current;
}

}
