// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "planbuilder.h"

#include "settingvalue.h"

#include <algorithm>

namespace core
{

void PlanBuilder::loadModule(const PciAddress &address, const QString &module)
{
    const bool planned = std::ranges::any_of(m_steps, [&module](const Step &step) {
        return step.action == Action::LoadModule && step.value == module;
    });
    if (!planned && value(DeviceSetting::Module, address, module).isEmpty())
        m_steps.append({.action = Action::LoadModule, .address = address, .value = module, .before = {}, .expected = module});
}

void PlanBuilder::set(Action action, const PciAddress &address, const QString &wanted)
{
    if (value(settingOf(action), address) != wanted)
        setEvenIfEqual(action, address, wanted);
}

void PlanBuilder::setEvenIfEqual(Action action, const PciAddress &address, const QString &wanted)
{
    const DeviceSetting setting = settingOf(action);
    const bool known = m_changed.contains({address, setting}) || settingValue(m_snapshot, setting, address).known();
    if (known)
        add({.action = action, .address = address, .value = wanted, .before = value(setting, address), .expected = wanted});
}

void PlanBuilder::unbind(const PciAddress &address)
{
    const QString driver = value(DeviceSetting::Driver, address);
    if (!driver.isEmpty())
        add({.action = Action::Unbind, .address = address, .value = {}, .before = driver, .expected = {}});
}

void PlanBuilder::probe(const PciAddress &address, const QString &expected)
{
    const QString driver = value(DeviceSetting::Driver, address);
    if (driver.isEmpty() || !meets(DeviceSetting::Driver, expected, driver))
        add({.action = Action::Probe, .address = address, .value = {}, .before = {}, .expected = expected});
}

void PlanBuilder::reset(const PciAddress &address)
{
    add({.action = Action::Reset, .address = address, .value = {}, .before = {}, .expected = {}});
}

QString PlanBuilder::value(DeviceSetting setting, const PciAddress &address, const QString &module) const
{
    const auto changed = m_changed.constFind({address, setting});
    return changed != m_changed.constEnd() ? *changed : settingValue(m_snapshot, setting, address, module).valueOr({});
}

void PlanBuilder::add(const Step &step)
{
    m_steps.append(step);
    m_changed.insert({step.address, settingOf(step.action)}, step.expected);
}

}
