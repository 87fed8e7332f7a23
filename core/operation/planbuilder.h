// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"
#include "step.h"

#include <QMap>

namespace core
{

/// Collects steps and tracks the value of each setting, so that every step knows the value before it and none sets a value
/// again.
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
    /// As set(), but also for an equal value: drivers change it in between, and undoing the steps must restore it.
    void setEvenIfEqual(Action action, const PciAddress &address, const QString &value);
    void unbind(const PciAddress &address);
    /// Nothing where the function already has such a driver.
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
