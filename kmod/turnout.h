/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * turnout_vfio_pci: a VFIO variant driver for spare GPUs.
 *
 * Embeds vfio_pci_core_device and overrides only the operations that a per-device
 * policy needs. Never changes vfio_pci_core's module-wide parameters.
 */
#ifndef TURNOUT_H
#define TURNOUT_H

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/pm_domain.h>
#include <linux/ratelimit.h>
#include <linux/types.h>
#include <linux/vfio_pci_core.h>
#include <linux/workqueue.h>

struct turnout_igd;

/* The lowest power state of the device while no user has it open, shallowest first. */
enum turnout_idle_state {
	TURNOUT_IDLE_D0,
	TURNOUT_IDLE_D3HOT,
	TURNOUT_IDLE_D3COLD,
};

/**
 * struct turnout_device - one bound function
 * @core: state of vfio_pci_core; must stay the first member
 * @policy_lock: guards @in_use to @removing and writes to @vga_hidden. Nests inside
 *	dev_set->lock, which open and close hold. The device may be woken under it, so
 *	core's memory_lock, the locks of the ports' PM and vga_lock nest inside it.
 *	Not for region access, faults, the arbiter's callback or runtime PM callbacks.
 *	Never take device_lock under it: unbind holds that while sysfs drains.
 * @in_use: a user has the device open or is opening it
 * @idle_state: power policy while the device is unused
 * @idle_ref: we hold a runtime PM usage reference to keep the unused device in D0
 * @removing: unbind has begun; attributes refuse writes
 * @vga_hidden: hide legacy VGA from the user and leave arbitration if possible.
 *	Read with READ_ONCE() under vga_lock.
 * @initial_no_d3cold: pdev->no_d3cold at probe, restored at remove
 * @pm_domain: the PCI bus's callbacks, two of them wrapped to count
 * @wake_failure_reported: the last wake failed and was reported; for runtime PM
 *	callbacks only
 * @suspended_at: ktime of the last suspend; for runtime PM callbacks only, which
 *	the PM core serializes for each device
 * @suspended_ns: time spent suspended since bind
 * @uevent_limit: rate limit of open and close uevents
 * @uevent_work: sends the final state after rate-limited open and close uevents
 * @open_count: opens since bind
 * @request_count: requests to release the device since bind
 * @suspend_count: runtime suspends since bind
 * @wake_count: successful runtime resumes since bind
 * @wake_failures: runtime resumes since bind after which the device did not respond
 * @igd: OpRegion of an Intel display device, or NULL
 */
struct turnout_device {
	struct vfio_pci_core_device core;

	struct mutex policy_lock; /* guards in_use to removing */
	bool in_use;
	enum turnout_idle_state idle_state;
	bool idle_ref;
	bool removing;

	bool vga_hidden;
	bool initial_no_d3cold;

	struct dev_pm_domain pm_domain;
	bool wake_failure_reported;
	ktime_t suspended_at;
	atomic64_t suspended_ns;

	struct ratelimit_state uevent_limit;
	struct delayed_work uevent_work;

	atomic_t open_count;
	atomic_t request_count;
	atomic_t suspend_count;
	atomic_t wake_count;
	atomic_t wake_failures;

	struct turnout_igd *igd;
};

static inline struct turnout_device *to_turnout(struct vfio_device *vdev)
{
	return container_of(vdev, struct turnout_device, core.vdev);
}

static inline struct turnout_device *turnout_from_dev(struct device *dev)
{
	/* vfio_pci_core requires drvdata to be &core. */
	return container_of(dev_get_drvdata(dev), struct turnout_device, core);
}

/* main.c */
void turnout_send_uevent(struct turnout_device *tdev, const char *event, unsigned int count);

/* vga.c */
int turnout_vga_register(struct turnout_device *tdev);
int turnout_vga_set_hidden(struct turnout_device *tdev, bool hidden);
void turnout_vga_apply(struct turnout_device *tdev);

/* power.c */
void turnout_power_probe(struct turnout_device *tdev);
void turnout_power_remove(struct turnout_device *tdev);
int turnout_power_set_idle(struct turnout_device *tdev, enum turnout_idle_state state);
void turnout_power_apply(struct turnout_device *tdev);
void turnout_power_wake_for_d0(struct turnout_device *tdev);
bool turnout_power_is_counted(struct turnout_device *tdev);

/* sysfs.c */
extern const struct attribute_group turnout_attribute_group;

/* igd.c */
#ifdef CONFIG_X86
int turnout_igd_probe(struct turnout_device *tdev);
void turnout_igd_remove(struct turnout_device *tdev);
int turnout_igd_open(struct turnout_device *tdev);
ssize_t turnout_igd_describe(struct turnout_device *tdev, char *buf);
#else
static inline int turnout_igd_probe(struct turnout_device *tdev) { return 0; }
static inline void turnout_igd_remove(struct turnout_device *tdev) { }
static inline int turnout_igd_open(struct turnout_device *tdev) { return 0; }
static inline ssize_t turnout_igd_describe(struct turnout_device *tdev, char *buf)
{
	return sysfs_emit(buf, "none\n");
}
#endif

#endif
