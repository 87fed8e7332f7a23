// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "plansketch.h"

#include "factvalue.h"

#include <algorithm>

namespace core
{

void PlanSketch::loadModule(const PciAddress &address, const QString &module)
{
    const bool planned = std::ranges::any_of(m_steps, [&module](const Step &step) {
        return step.action == Action::LoadModule && step.value == module;
    });
    if (!planned && value(Fact::Module, address, module).isEmpty())
        m_steps.append({.action = Action::LoadModule, .address = address, .value = module, .before = {}, .expected = module});
}

void PlanSketch::set(Action action, const PciAddress &address, const QString &wanted)
{
    if (value(factOf(action), address) != wanted)
        settle(action, address, wanted);
}

void PlanSketch::settle(Action action, const PciAddress &address, const QString &wanted)
{
    const Fact fact = factOf(action);
    const bool known = m_changed.contains({address, fact}) || factValue(m_snapshot, fact, address).known();
    if (known)
        add({.action = action, .address = address, .value = wanted, .before = value(fact, address), .expected = wanted});
}

void PlanSketch::unbind(const PciAddress &address)
{
    const QString driver = value(Fact::Driver, address);
    if (!driver.isEmpty())
        add({.action = Action::Unbind, .address = address, .value = {}, .before = driver, .expected = {}});
}

void PlanSketch::probe(const PciAddress &address, const QString &expected)
{
    const QString driver = value(Fact::Driver, address);
    if (driver.isEmpty() || !meets(Fact::Driver, expected, driver))
        add({.action = Action::Probe, .address = address, .value = {}, .before = {}, .expected = expected});
}

void PlanSketch::reset(const PciAddress &address)
{
    add({.action = Action::Reset, .address = address, .value = {}, .before = {}, .expected = {}});
}

QString PlanSketch::value(Fact fact, const PciAddress &address, const QString &module) const
{
    const auto changed = m_changed.constFind({address, fact});
    return changed != m_changed.constEnd() ? *changed : factValue(m_snapshot, fact, address, module).valueOr({});
}

void PlanSketch::add(const Step &step)
{
    m_steps.append(step);
    m_changed.insert({step.address, factOf(step.action)}, step.expected);
}

}
