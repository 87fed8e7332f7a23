/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * turnout_vfio_pci: a VFIO variant driver for spare GPUs.
 *
 * Embeds vfio_pci_core_device and overrides only what is set per device here.
 * It never touches vfio_pci_core's module-wide parameters.
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

/* How deep the unused device may sleep; the order is the order of depth. */
enum turnout_idle_state {
	TURNOUT_IDLE_D0,
	TURNOUT_IDLE_D3HOT,
	TURNOUT_IDLE_D3COLD,
};

/**
 * struct turnout_device - one bound function
 * @core: what vfio_pci_core knows; must stay the first member
 * @policy_lock: below dev_set->lock, which open and close hold. Guards @in_use to
 *	@removing and the writing of @vga_hidden. The device may be woken under it,
 *	so core's memory_lock, the PM of the ports above and vga_lock come below it.
 *	Never taken in region access, in a fault, in the arbiter's callback or in a
 *	runtime PM callback; device_lock is never taken under it, since unbind holds
 *	that while sysfs drains.
 * @in_use: a user holds the device open, or is about to
 * @idle_state: the policy for the unused device
 * @idle_ref: a runtime PM usage reference of ours keeps the unused device in D0
 * @removing: unbind has begun, attributes refuse changes
 * @vga_hidden: legacy VGA is hidden from the user and left to the arbiter.
 *	Written under @policy_lock, read with READ_ONCE() under vga_lock.
 * @initial_no_d3cold: pdev->no_d3cold at probe, put back at remove
 * @pm_domain: the PCI bus's own callbacks with counting around two of them
 * @silent: the last wake failed, and that was told; only touched by runtime PM
 *	callbacks
 * @suspended_at: ktime of the last suspend; only touched by runtime PM callbacks,
 *	which the PM core never runs twice at once for a device
 * @suspended_ns: time spent suspended since bind
 * @use_limit: how many open and close events are sent at once
 * @use_work: sends the one that tells how it ended where there were more
 * @open_count: times opened since bind
 * @request_count: times the user was asked to let go since bind
 * @suspend_count: runtime suspends since bind
 * @wake_count: wakes since bind after which the device answered
 * @wake_failures: wakes since bind after which it did not
 * @igd: OpRegion of an Intel display device, or NULL
 */
struct turnout_device {
	struct vfio_pci_core_device core;

	struct mutex policy_lock; /* guards what follows up to removing */
	bool in_use;
	enum turnout_idle_state idle_state;
	bool idle_ref;
	bool removing;

	bool vga_hidden;
	bool initial_no_d3cold;

	struct dev_pm_domain pm_domain;
	bool silent;
	ktime_t suspended_at;
	atomic64_t suspended_ns;

	struct ratelimit_state use_limit;
	struct delayed_work use_work;

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
	/* drvdata is &core, the first member: vfio_pci_core insists on it */
	return container_of(dev_get_drvdata(dev), struct turnout_device, core);
}

/* main.c */
void turnout_announce(struct turnout_device *tdev, const char *event, unsigned int count);

/* vga.c */
int turnout_vga_register(struct turnout_device *tdev);
int turnout_vga_set_hidden(struct turnout_device *tdev, bool hidden);
void turnout_vga_apply(struct turnout_device *tdev);

/* power.c */
void turnout_power_probe(struct turnout_device *tdev);
void turnout_power_remove(struct turnout_device *tdev);
int turnout_power_set_idle(struct turnout_device *tdev, enum turnout_idle_state state);
void turnout_power_settle(struct turnout_device *tdev);
void turnout_power_wake_for_d0(struct turnout_device *tdev);
bool turnout_power_counts(struct turnout_device *tdev);

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
