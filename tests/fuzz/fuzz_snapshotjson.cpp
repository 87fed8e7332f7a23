// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Any bytes are refused, or read into a snapshot that survives a round trip and that anonymizing and the XML of each
// function accept.

#include "core/domain/hostdevxml.h"
#include "core/snapshot/snapshotjson.h"

#include <QDomDocument>

#include <cstdlib>

namespace
{

void require(bool condition)
{
    if (!condition)
        abort();
}

void requireRoundTrip(const core::Snapshot &snapshot)
{
    const core::Result<core::Snapshot> again = core::fromJson(core::toJson(snapshot));
    require(again.ok());
    require(*again == snapshot);
}

void requireXml(const core::Snapshot &snapshot)
{
    for (const core::Function &function : snapshot.functions) {
        const core::Result<QString> xml = core::hostdevXml(snapshot, {function.address});
        if (xml.ok())
            require(bool(QDomDocument().setContent(u"<devices>" + *xml + u"</devices>")));
        else
            require(!xml.error().what.isEmpty());
    }
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const core::Result<core::Snapshot> read = core::fromJson(QByteArray::fromRawData(reinterpret_cast<const char *>(data), qsizetype(size)));
    if (!read.ok()) {
        require(!read.error().what.isEmpty() && !read.error().remedy.isEmpty());
        return 0;
    }
    requireRoundTrip(*read);
    const core::Snapshot anonymous = core::anonymized(*read);
    require(core::anonymized(anonymous) == anonymous);
    requireRoundTrip(anonymous);
    requireXml(*read);
    return 0;
}
