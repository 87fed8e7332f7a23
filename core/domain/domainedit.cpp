// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "domainedit.h"

#include "domaindocument.h"

#include "core/iommu/assignedtogether.h"
#include "core/iommu/grouping.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr int lastBus = 0xff;
/// Marks a <devices> that had no content, <devices/>, before Turnout changed it; means the same to every parser. One that was so
/// before, without an element in it, gets one more space.
constexpr auto formerlyEmpty = "</devices >"_L1;

/// How many spaces are in the end tag; 0 where there is something else.
qsizetype spacesInEndTag(const QString &text, const XmlNode &devices)
{
    constexpr auto name = "</devices"_L1;
    const QStringView tag = QStringView(text).sliced(devices->endTag.begin, devices->endTag.end - devices->endTag.begin);
    const QStringView between = tag.startsWith(name) ? tag.sliced(name.size()).chopped(1) : QStringView();
    return between.count(u' ') == between.size() ? between.size() : 0;
}

QString hexId(quint16 id)
{
    return u"%1"_s.arg(id, 4, 16, QLatin1Char('0'));
}

/// The IDs let `turnout lint` find the card where its address changes.
QString markedComment(const Function &function)
{
    return i18nc("@info XML comment, %1 is a PCI address, %2 are vendor and device ID, %3 a device name",
                 "%1 %2 %3",
                 function.address.toString(),
                 hexId(function.vendor) + u':' + hexId(function.device),
                 displayName(function));
}

/// Without line breaks for text on a single line. Attributes use `quote` where no value contains it.
QString elementText(const Hostdev &hostdev, QChar quote, bool isBroken, int step)
{
    QString text;
    QXmlStreamWriter xml(&text);
    xml.setAutoFormatting(isBroken);
    xml.setAutoFormattingIndent(step);
    writeHostdev(xml, hostdev);
    text = text.trimmed();
    if (quote == u'\'' && !hostdev.rom.contains(u'\'')) {
        for (qsizetype i = text.indexOf("<hostdev"_L1); i < text.size(); ++i) {
            if (text[i] == u'"')
                text[i] = u'\'';
        }
    }
    return text;
}

/// The quotes of the document's first attribute; libvirt's where it has none.
QChar quoteOf(const XmlTree &tree)
{
    const XmlNode root = tree.root();
    return root->attributes.isEmpty() ? QChar(u'\'') : tree.text()[root->attributes.first().all.end - 1];
}

/// Where and how new elements are put below <devices>.
class Insertion
{
public:
    Insertion(const XmlTree &tree, const XmlNode &devices)
        : m_text(tree.text())
        , m_devices(devices)
        , m_quote(quoteOf(tree))
    {
        const QList<XmlNode> all = devices.children();
        const QList<XmlNode> hostdevs = devices.children(u"hostdev");
        const XmlNode anchor = !hostdevs.isEmpty() ? hostdevs.last() : all.isEmpty() ? XmlNode() : all.last();
        m_at = anchor ? anchor->endTag.end : devices->startTag.end;
        const std::optional<QString> outer = indentOf(m_text, devices);
        m_indent = anchor ? indentOf(m_text, anchor) : outer;
        m_step = outer && m_indent && m_indent->size() > outer->size() && !m_indent->contains(u'\t') ? int(m_indent->size() - outer->size()) : 2;
        if (!anchor && m_indent)
            *m_indent += QString(m_step, u' ');
    }

    Splice splice(const QList<Hostdev> &hostdevs) const
    {
        QString added;
        for (const Hostdev &hostdev : hostdevs)
            added += lines(elementText(hostdev, m_quote, m_indent.has_value(), m_step));
        if (m_devices->startTag != m_devices->endTag && m_devices.children().isEmpty() && spacesInEndTag(m_text, m_devices) > 0) {
            const qsizetype end = m_devices->endTag.end - 1;
            return {{m_at, end}, added + m_text.sliced(m_at, end - m_at) + u' '};
        }
        if (m_devices->startTag != m_devices->endTag)
            return {{m_at, m_at}, added};
        const QString lastLine = m_indent ? lineBreakOf(m_text) + m_indent->chopped(m_step) : QString();
        return {{m_at - 2, m_at}, u'>' + added + lastLine + formerlyEmpty};
    }

private:
    QString lines(const QString &element) const
    {
        if (!m_indent)
            return element;
        QString all;
        for (const QString &line : element.split(u'\n'))
            all += lineBreakOf(m_text) + *m_indent + line;
        return all;
    }

    const QString &m_text;
    XmlNode m_devices;
    QChar m_quote;
    qsizetype m_at = 0;
    std::optional<QString> m_indent; ///< none: the neighbor is not on a line of its own
    int m_step = 2;
};

Error withoutDevices()
{
    return {i18nc("@info", "The domain has no <devices> element."), {}, i18nc("@info", "Name a complete domain, as virsh dumpxml prints it.")};
}

/// The first bus that neither a controller nor a device uses.
int freeBus(const XmlNode &devices)
{
    int last = 0;
    for (const XmlNode &device : devices.children()) {
        if (const std::optional<PciAddress> address = guestAddressOf(device))
            last = std::max(last, int(address->bus));
        if (device->name == "controller"_L1 && device.attribute(u"type") == u"pci")
            last = std::max(last, int(parseLibvirtNumber(device.attribute(u"index")).value_or(0)));
    }
    return last + 1;
}

/// The functions that the domain does not have yet.
QList<AssignedTogether> missingIn(const XmlTree &domain, QList<AssignedTogether> all)
{
    const QList<XmlNode> present = pciHostdevs(domain);
    for (AssignedTogether &functions : all) {
        functions.removeIf([&present](const Function *function) {
            return std::ranges::any_of(present, [function](const XmlNode &hostdev) {
                return sourceOf(hostdev) == function->address;
            });
        });
    }
    all.removeIf([](const AssignedTogether &functions) {
        return functions.isEmpty();
    });
    return all;
}

std::optional<Error> objectionToAdding(const XmlTree &domain, const QList<AssignedTogether> &missing, const HostdevOptions &options)
{
    const XmlNode devices = domain.root().child(u"devices");
    if (!devices)
        return withoutDevices();
    if (missing.isEmpty())
        return Error{i18nc("@info", "The domain already has these devices."), {}, i18nc("@info", "Use --remove to remove them.")};
    if (options.keepsLayout && !isPcieMachine(domain))
        return Error{i18nc("@info", "The GPU's layout cannot be kept in this VM."),
                     i18nc("@info", "Its machine type has no root ports."),
                     i18nc("@info", "Use a q35 machine, or leave --multifunction out.")};
    if (options.keepsLayout && freeBus(devices) + missing.size() - 1 > lastBus)
        return Error{i18nc("@info", "The domain has no free PCI bus."), {}, i18nc("@info", "Remove devices from it first.")};
    return {};
}

QList<Hostdev> planFor(const XmlTree &domain, const Snapshot &snapshot, const QList<AssignedTogether> &missing, const HostdevOptions &options)
{
    const XmlNode devices = domain.root().child(u"devices");
    return planHostdevs(snapshot, missing, options, options.keepsLayout ? std::optional(freeBus(devices)) : std::nullopt);
}

Splice inserted(const XmlTree &domain, QList<Hostdev> hostdevs)
{
    for (Hostdev &hostdev : hostdevs)
        hostdev.comments = {QLatin1StringView(commentMark) + markedComment(*hostdev.function)};
    return Insertion(domain, domain.root().child(u"devices")).splice(hostdevs);
}

QList<PciAddress> addressesToRemove(const Snapshot &snapshot, const XmlTree &domain, const QList<PciAddress> &gpus)
{
    QList<PciAddress> addresses;
    for (const PciAddress &gpu : gpus) {
        if (const Function *function = snapshot.function(gpu)) {
            for (const Function *member : assignedTogetherWith(snapshot, *function))
                addresses += member->address;
            continue;
        }
        for (const XmlNode &hostdev : pciHostdevs(domain)) {
            if (sourceOf(hostdev)->sameSlot(gpu))
                addresses += *sourceOf(hostdev);
        }
    }
    return addresses;
}

/// From the line break before Turnout's comments, which it inserted with the element, or as withItsLine().
TextRange rangeOf(const QString &text, const XmlNode &hostdev)
{
    qsizetype begin = beginOfComments(text, hostdev);
    if (begin == hostdev->startTag.begin)
        return withItsLine(text, hostdev);
    const qsizetype comment = begin;
    while (begin > 0 && (text[begin - 1] == u' ' || text[begin - 1] == u'\t'))
        --begin;
    if (begin == 0 || text[begin - 1] != u'\n')
        return {comment, hostdev->endTag.end};
    --begin;
    if (begin > 0 && text[begin - 1] == u'\r')
        --begin;
    return {begin, hostdev->endTag.end};
}

/// Turns a <devices> back into what it was if nothing remains in it.
void restoreEmpty(const QString &text, const XmlNode &devices, QList<Splice> &splices)
{
    const qsizetype spaces = devices->startTag == devices->endTag ? 0 : spacesInEndTag(text, devices);
    if (spaces > 1 && devices.children().size() == splices.size())
        splices.append(Splice{{devices->endTag.end - 2, devices->endTag.end - 1}, QString()});
    if (spaces != formerlyEmpty.size() - "</devices>"_L1.size())
        return;
    QString content = spliced(text.first(devices->endTag.begin), splices).sliced(devices->startTag.end);
    if (content.trimmed().isEmpty())
        splices = {{{devices->startTag.end - 1, devices->endTag.end}, u"/>"_s}};
}
}

Result<QByteArray> withHostdevs(const QByteArray &domain, const Snapshot &snapshot, const QList<PciAddress> &gpus, const HostdevOptions &options)
{
    const Result<XmlTree> tree = parseDomain(domain);
    if (!tree)
        return tree.error();
    const Result<QList<AssignedTogether>> all = allAssignedTogether(snapshot, gpus, options.with, options.without);
    if (!all)
        return all.error();
    const QList<AssignedTogether> missing = missingIn(*tree, *all);
    if (const std::optional<Error> error = objectionToAdding(*tree, missing, options))
        return *error;
    return tree->encoded(spliced(tree->text(), {inserted(*tree, planFor(*tree, snapshot, missing, options))}));
}

Result<Splice> hostdevInsertion(const XmlTree &domain, const QList<const Function *> &functions, const HostdevOptions &options)
{
    if (const std::optional<Error> error = objectionToAdding(domain, {functions}, options))
        return *error;
    return inserted(domain, planFor(domain, Snapshot(), {functions}, options));
}

Result<QByteArray> withoutHostdevs(const QByteArray &domain, const Snapshot &snapshot, const QList<PciAddress> &gpus)
{
    const Result<XmlTree> tree = parseDomain(domain);
    if (!tree)
        return tree.error();
    const QList<PciAddress> addresses = addressesToRemove(snapshot, *tree, gpus);
    QList<Splice> splices;
    for (const XmlNode &hostdev : pciHostdevs(*tree)) {
        if (addresses.contains(*sourceOf(hostdev)))
            splices += {rangeOf(tree->text(), hostdev), {}};
    }
    if (splices.isEmpty())
        return Error{i18nc("@info", "The domain has none of these devices."),
                     {},
                     i18nc("@info", "Check the addresses in the <source> elements of its <hostdev> elements.")};
    restoreEmpty(tree->text(), tree->root().child(u"devices"), splices);
    return tree->encoded(spliced(tree->text(), splices));
}

}
