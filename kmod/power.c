// SPDX-License-Identifier: GPL-2.0-only
/*
 * How deep the unused device sleeps, and what became of each suspend and wake.
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
 * The PCI core reports success also where it left the device in D3cold, "device
 * inaccessible", so look at the state it noted and whether the device answers.
 */
static bool turnout_is_awake(struct pci_dev *pdev)
{
	return pdev->current_state == PCI_D0 && pci_device_is_present(pdev);
}

/* The result is passed on as it came: core and its user behave as with vfio-pci. */
static int turnout_runtime_resume(struct device *dev)
{
	struct turnout_device *tdev = turnout_from_domain(dev);
	struct pci_dev *pdev = to_pci_dev(dev);
	int ret;

	ret = dev->bus->pm->runtime_resume(dev);
	atomic64_add(ktime_to_ns(ktime_sub(ktime_get(), tdev->suspended_at)),
		     &tdev->suspended_ns);
	if (!ret && turnout_is_awake(pdev)) {
		tdev->silent = false;
		atomic_inc(&tdev->wake_count);
		return 0;
	}

	/*
	 * Told once until it answers again: who hears of it may read the config
	 * space to see what changed, and that is the next wake.
	 */
	atomic_inc(&tdev->wake_failures);
	if (!tdev->silent) {
		tdev->silent = true;
		pci_warn(pdev, "woken, but the device does not answer (%d)\n", ret);
		turnout_announce(tdev, "wake-failed",
				 atomic_read(&tdev->wake_failures));
	}
	return ret;
}

/*
 * vfio_pci_core sets the driver's dev_pm_ops at every register, so counting sits
 * in a PM domain around the PCI bus's callbacks (as vga_switcheroo does it).
 * Called from probe, where the PM core holds the device active.
 */
void turnout_power_probe(struct turnout_device *tdev)
{
	struct pci_dev *pdev = tdev->core.pdev;
	struct device *dev = &pdev->dev;

	tdev->initial_no_d3cold = pdev->no_d3cold;
	tdev->idle_state = pdev->no_d3cold ? TURNOUT_IDLE_D3HOT : TURNOUT_IDLE_D3COLD;

	if (dev->pm_domain || !dev->bus->pm) {
		pci_warn(pdev, "in another PM domain or none, suspends and wakes are not counted\n");
		return;
	}
	tdev->pm_domain.ops = *dev->bus->pm;
	tdev->pm_domain.ops.runtime_suspend = turnout_runtime_suspend;
	tdev->pm_domain.ops.runtime_resume = turnout_runtime_resume;
	dev_pm_domain_set(dev, &tdev->pm_domain);
}

/* Whether suspends and wakes are counted. */
bool turnout_power_counts(struct turnout_device *tdev)
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

/* Undoes turnout_power_probe(); after core has unregistered or failed to register. */
void turnout_power_remove(struct turnout_device *tdev)
{
	struct pci_dev *pdev = tdev->core.pdev;

	mutex_lock(&tdev->policy_lock);
	if (tdev->idle_ref)
		pm_runtime_put_noidle(&pdev->dev);
	tdev->idle_ref = false;
	mutex_unlock(&tdev->policy_lock);

	turnout_power_allow_d3cold(pdev, !tdev->initial_no_d3cold);
	if (turnout_power_counts(tdev))
		dev_pm_domain_set(&pdev->dev, NULL);
}

/*
 * Puts the policy into force, which is for the unused device: our usage reference is
 * held exactly while that is to stay in D0, and D3cold is as it was before us while a
 * user has the device, whose LOW_POWER_ENTRY is none of our business. Wakes nothing:
 * where the user lets go, core does that itself.
 */
void turnout_power_settle(struct turnout_device *tdev)
{
	struct device *dev = &tdev->core.pdev->dev;
	bool wanted, d3cold;

	lockdep_assert_held(&tdev->policy_lock);

	wanted = tdev->idle_state == TURNOUT_IDLE_D0 && !tdev->in_use;
	if (wanted && !tdev->idle_ref)
		pm_runtime_get_noresume(dev);
	else if (!wanted && tdev->idle_ref)
		pm_runtime_put(dev);
	tdev->idle_ref = wanted;

	d3cold = tdev->in_use ? !tdev->initial_no_d3cold :
				tdev->idle_state == TURNOUT_IDLE_D3COLD;
	turnout_power_allow_d3cold(tdev->core.pdev, d3cold);
}

/*
 * Wakes the device and holds it awake until pm_runtime_put(). -EIO where the PCI core
 * reports success for one that does not answer.
 */
static int turnout_power_get(struct turnout_device *tdev)
{
	struct pci_dev *pdev = tdev->core.pdev;
	int ret;

	ret = pm_runtime_resume_and_get(&pdev->dev);
	if (ret)
		return ret;
	if (turnout_is_awake(pdev))
		return 0;
	pm_runtime_put(&pdev->dev);
	return -EIO;
}

/* After an open that failed: d0 may have been asked for meanwhile. */
void turnout_power_wake_for_d0(struct turnout_device *tdev)
{
	lockdep_assert_held(&tdev->policy_lock);

	if (!tdev->idle_ref)
		return;
	if (turnout_power_get(tdev))
		pci_warn(tdev->core.pdev, "could not be woken to stay in D0\n");
	else
		pm_runtime_put(&tdev->core.pdev->dev);
}

/*
 * A sleeping device is woken to change its depth and then sleeps again at once.
 * One that is open is left alone: its user decides until it is closed.
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
	turnout_power_settle(tdev);

	if (wake)
		pm_runtime_put(&tdev->core.pdev->dev);
	return 0;
}
