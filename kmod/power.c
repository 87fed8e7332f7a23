// SPDX-License-Identifier: GPL-2.0-only
/*
 * Idle power policy, and counters of suspends and wakes.
 */
#include <linux/pm_runtime.h>

#include "compat.h"
#include "turnout.h"

static struct turnout_device *turnout_from_domain(struct device *dev)
{
	return container_of(dev->pm_domain, struct turnout_device, pm_domain);
}

static int turnout_runtime_suspend(struct device *dev)
{
	struct turnout_device *tdev = turnout_from_domain(dev);
	int ret;

	ret = dev->bus->pm->runtime_suspend(dev);
	if (ret)
		return ret;

	tdev->suspended_at = ktime_get();
	atomic_inc(&tdev->suspend_count);
	return 0;
}

/*
 * The PCI core reports success even if it leaves the device in D3cold ("device
 * inaccessible"), so check the recorded state and whether the device responds.
 */
static bool turnout_is_active(struct pci_dev *pdev)
{
	return pdev->current_state == PCI_D0 && pci_device_is_present(pdev);
}

/* Return the bus's result unchanged: core and its user must see what vfio-pci shows. */
static int turnout_runtime_resume(struct device *dev)
{
	struct turnout_device *tdev = turnout_from_domain(dev);
	struct pci_dev *pdev = to_pci_dev(dev);
	int ret;

	ret = dev->bus->pm->runtime_resume(dev);
	atomic64_add(ktime_to_ns(ktime_sub(ktime_get(), tdev->suspended_at)),
		     &tdev->suspended_ns);
	if (!ret && turnout_is_active(pdev)) {
		tdev->wake_failure_reported = false;
		atomic_inc(&tdev->wake_count);
		return 0;
	}

	/*
	 * Report once until a wake succeeds: listeners may read config space in
	 * response to the uevent, which wakes the device again.
	 */
	atomic_inc(&tdev->wake_failures);
	if (!tdev->wake_failure_reported) {
		tdev->wake_failure_reported = true;
		pci_warn(pdev, "does not respond after runtime resume (%d)\n", ret);
		turnout_send_uevent(tdev, "wake-failed",
				    atomic_read(&tdev->wake_failures));
	}
	return ret;
}

/*
 * Count in a PM domain around the PCI bus's callbacks, as vga_switcheroo does:
 * vfio_pci_core sets the driver's dev_pm_ops at each register. Call from probe,
 * where the PM core keeps the device active.
 */
void turnout_power_probe(struct turnout_device *tdev)
{
	struct pci_dev *pdev = tdev->core.pdev;
	struct device *dev = &pdev->dev;

	tdev->initial_no_d3cold = pdev->no_d3cold;
	tdev->idle_state = pdev->no_d3cold ? TURNOUT_IDLE_D3HOT : TURNOUT_IDLE_D3COLD;

	if (dev->pm_domain || !dev->bus->pm) {
		pci_warn(pdev, "suspends and wakes are not counted, the device has its own PM domain\n");
		return;
	}
	tdev->pm_domain.ops = *dev->bus->pm;
	tdev->pm_domain.ops.runtime_suspend = turnout_runtime_suspend;
	tdev->pm_domain.ops.runtime_resume = turnout_runtime_resume;
	dev_pm_domain_set(dev, &tdev->pm_domain);
}

/* Are suspends and wakes counted? Not where the device has another PM domain. */
bool turnout_power_is_counted(struct turnout_device *tdev)
{
	return tdev->core.pdev->dev.pm_domain == &tdev->pm_domain;
}

static void turnout_power_allow_d3cold(struct pci_dev *pdev, bool allow)
{
	if (allow)
		pci_d3cold_enable(pdev);
	else
		pci_d3cold_disable(pdev);
}

/* Undo turnout_power_probe(). The device must not be registered with core. */
void turnout_power_remove(struct turnout_device *tdev)
{
	struct pci_dev *pdev = tdev->core.pdev;

	mutex_lock(&tdev->policy_lock);
	if (tdev->idle_ref)
		pm_runtime_put_noidle(&pdev->dev);
	tdev->idle_ref = false;
	mutex_unlock(&tdev->policy_lock);

	turnout_power_allow_d3cold(pdev, !tdev->initial_no_d3cold);
	if (turnout_power_is_counted(tdev))
		dev_pm_domain_set(&pdev->dev, NULL);
}

/*
 * Apply the idle policy. Hold a usage reference while the device is unused and its
 * policy is D0. While it is in use, leave D3cold as found at probe: the user's
 * LOW_POWER_ENTRY is not ours to limit. Wakes nothing; on close, core does.
 */
void turnout_power_apply(struct turnout_device *tdev)
{
	struct device *dev = &tdev->core.pdev->dev;
	bool keep_d0, allow_d3cold;

	lockdep_assert_held(&tdev->policy_lock);

	keep_d0 = tdev->idle_state == TURNOUT_IDLE_D0 && !tdev->in_use;
	if (keep_d0 && !tdev->idle_ref)
		pm_runtime_get_noresume(dev);
	else if (!keep_d0 && tdev->idle_ref)
		pm_runtime_put(dev);
	tdev->idle_ref = keep_d0;

	allow_d3cold = tdev->in_use ? !tdev->initial_no_d3cold :
				      tdev->idle_state == TURNOUT_IDLE_D3COLD;
	turnout_power_allow_d3cold(tdev->core.pdev, allow_d3cold);
}

/*
 * Wake the device and keep it active until pm_runtime_put(). Returns -EIO if it does
 * not respond although the PCI core reports success.
 */
static int turnout_power_get(struct turnout_device *tdev)
{
	struct pci_dev *pdev = tdev->core.pdev;
	int ret;

	ret = pm_runtime_resume_and_get(&pdev->dev);
	if (ret)
		return ret;
	if (turnout_is_active(pdev))
		return 0;
	pm_runtime_put(&pdev->dev);
	return -EIO;
}

/* Call after a failed open: the policy may have become D0 in the meantime. */
void turnout_power_wake_for_d0(struct turnout_device *tdev)
{
	lockdep_assert_held(&tdev->policy_lock);

	if (!tdev->idle_ref)
		return;
	if (turnout_power_get(tdev))
		pci_warn(tdev->core.pdev, "failed to wake for idle state D0\n");
	else
		pm_runtime_put(&tdev->core.pdev->dev);
}

/*
 * Wake an unused device to change its policy; it suspends again right after.
 * Leave an open device alone: its user controls its power until close.
 */
int turnout_power_set_idle(struct turnout_device *tdev, enum turnout_idle_state state)
{
	bool wake = !tdev->in_use;
	int ret;

	lockdep_assert_held(&tdev->policy_lock);

	if (wake) {
		ret = turnout_power_get(tdev);
		if (ret)
			return ret;
	}

	WRITE_ONCE(tdev->idle_state, state);
	turnout_power_apply(tdev);

	if (wake)
		pm_runtime_put(&tdev->core.pdev->dev);
	return 0;
}
