// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"
#include "step.h"

#include <QMap>

namespace core
{

/// Collects steps and keeps account of what each fact will be by then, so that every step knows what it starts from
/// and none is made for what is so already.
class PlanBuilder
{
public:
    explicit PlanBuilder(const Snapshot &snapshot)
        : m_snapshot(snapshot)
    {
    }

    void loadModule(const PciAddress &address, const QString &module);
    /// Nothing where the function lacks the attribute, or where it cannot be read.
    void set(Action action, const PciAddress &address, const QString &value);
    /// The same, and a step also where it is so already: for what drivers set by themselves in between, so that taking the
    /// steps back ends with the value from before.
    void setEvenIfEqual(Action action, const PciAddress &address, const QString &value);
    void unbind(const PciAddress &address);
    /// Nothing where the function has such a driver.
    void probe(const PciAddress &address, const QString &expected);
    void reset(const PciAddress &address);

    QString value(DeviceSetting setting, const PciAddress &address, const QString &module = {}) const;
    const QList<Step> &steps() const
    {
        return m_steps;
    }

private:
    void add(const Step &step);

    const Snapshot &m_snapshot;
    QList<Step> m_steps;
    QMap<std::pair<PciAddress, DeviceSetting>, QString> m_changed;
};

}
