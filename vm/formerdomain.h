// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "connection.h"

namespace vm
{

/// Domains as they were before Turnout changed them, one for each domain, below the user's state folder
/// (XDG_STATE_HOME). Only the owner may read them: they may contain passwords.
class FormerDomains
{
public:
    /// Of the domains of a connection.
    explicit FormerDomains(const QString &uri);

    /// Keeps `before` until the next change of that domain; `after` is what libvirt made of the change.
    std::optional<core::Error> keep(const Domain &before, const Domain &after);

    /// The domain's former XML. An error if none is kept, or if the domain has changed since.
    core::Result<QByteArray> former(const Domain &now) const;

    /// After it was brought back.
    void forget(const Domain &domain);

private:
    QString fileOf(const Domain &domain) const;

    QString m_folder;
};

}
