// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "identities.h"

namespace host
{

const Identity *Identities::of(std::string_view modalias)
{
    const std::lock_guard lock(m_mutex);
    const auto known = m_known.find(modalias);
    if (known != m_known.end())
        return &known->second;
    const auto ids = pciIds(modalias);
    if (!ids)
        return nullptr;

    const auto shared = [&](const QString &name) {
        const QByteArray utf8 = name.toUtf8();
        return m_strings.string({utf8.constData(), size_t(utf8.size())});
    };
    Identity identity{
        .ids = *ids,
        .modalias = QString::fromLatin1(modalias.data(), qsizetype(modalias.size())),
        .vendorName = shared(m_names.vendor(*ids)),
        .deviceName = shared(m_names.device(*ids)),
        .subsystemName = shared(m_names.subsystem(*ids)),
        .className = shared(m_names.deviceClass(*ids)),
        .moduleCandidates = m_aliases.candidates(QByteArrayView(modalias.data(), qsizetype(modalias.size()))),
        .vfioCandidates = m_aliases.vfioCandidates(QByteArrayView(modalias.data(), qsizetype(modalias.size()))),
    };
    return &m_known.emplace(modalias, std::move(identity)).first->second;
}

}
