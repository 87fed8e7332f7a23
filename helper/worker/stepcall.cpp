// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "stepcall.h"

#include "modules.h"

#include <KLocalizedString>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
/// Nothing for LoadModule, which does not write a file.
std::optional<Writable> writableOf(core::Action action)
{
    using enum core::Action;
    switch (action) {
    case LoadModule:
        return std::nullopt;
    case SetPowerControl:
        return Writable::PowerControl;
    case SetDriverOverride:
        return Writable::DriverOverride;
    case Unbind:
        return Writable::Unbind;
    case Probe:
        return Writable::DriversProbe;
    case SetIdleState:
        return Writable::IdleState;
    case SetD3coldAllowed:
        return Writable::D3coldAllowed;
    case SetVgaAccess:
        return Writable::VgaAccess;
    case SetResetMethod:
        return Writable::ResetMethod;
    case Reset:
        return Writable::Reset;
    }
    Q_UNREACHABLE_RETURN(std::nullopt);
}

QByteArray bytesOf(const core::Step &step)
{
    switch (step.action) {
    case core::Action::Unbind:
    case core::Action::Probe:
        return step.address.toString().toLatin1();
    case core::Action::Reset:
        return "1"_ba;
    default: // a line break alone clears driver_override (drivers/base/driver.c)
        return step.value.toLatin1() + '\n';
    }
}

/// Below /sys/module are also modules that are built in.
QString loadedModule(const HelperContext &context, QString name)
{
    const QString loaded = name;
    return QFileInfo::exists(context.root + "/sys/module/"_L1 + name.replace(u'-', u'_')) ? loaded : QString();
}

core::Result<QString> text(const core::Result<QByteArray> &read)
{
    return read ? core::Result<QString>(QString::fromLatin1(*read)) : read.error();
}
}

core::Result<QString> readSetting(const HelperContext &context, const core::Step &step)
{
    const SysfsWriter sysfs(context.root, context.write);
    switch (core::settingOf(step.action)) {
    case core::DeviceSetting::Module:
        return loadedModule(context, step.value);
    case core::DeviceSetting::Driver:
        return text(sysfs.driver(step.address));
    case core::DeviceSetting::Nothing:
        return QString();
    case core::DeviceSetting::PowerControl:
    case core::DeviceSetting::DriverOverride:
    case core::DeviceSetting::IdleState:
    case core::DeviceSetting::D3coldAllowed:
    case core::DeviceSetting::VgaAccess:
    case core::DeviceSetting::ResetMethod:
        return text(sysfs.read(*writableOf(step.action), step.address));
    }
    Q_UNREACHABLE_RETURN(QString());
}

core::Result<StepCall> StepCall::prepare(const HelperContext &context, const core::Step &step)
{
    const auto writable = writableOf(step.action);
    if (!writable)
        return StepCall(std::nullopt, step.value.toLatin1(), true);
    auto file = SysfsWriter(context.root, context.write).open(*writable, step.address, bytesOf(step));
    if (!file)
        return file.error();
    return StepCall(std::move(file).value(), {}, row(*writable).mayBlock);
}

CallOutcome StepCall::run() const
{
    return {CallOutcome::Kind::Finished, m_file->write()};
}

CallOutcome StepCall::runIn(CallProcess &process, const HelperContext &context, const std::function<void()> &onSlow) const
{
    if (m_file)
        process.beginWrite(m_file->fd(), m_file->value());
    else
        process.beginLoad(m_module);
    const CallOutcome outcome = process.wait(context.slowCall);
    if (outcome.kind != CallOutcome::Kind::Blocked)
        return outcome;
    onSlow();
    return process.wait(context.callTimeout - context.slowCall);
}

core::Error callError(const HelperContext &context, const core::Step &step, const CallOutcome &outcome)
{
    if (outcome.kind == CallOutcome::Kind::Died)
        return {i18nc("@info %1 is a PCI address", "The change to %1 was interrupted.", step.address.toShortString()),
                i18nc("@info", "The process that made a call into the kernel was killed."),
                i18nc("@info", "Refresh the view of the machine, then try again.")};
    const auto writable = writableOf(step.action);
    if (writable)
        return writeError(*writable, step.address, bytesOf(step).trimmed(), outcome.error);
    return moduleNotLoaded(context, step.value);
}

}
