// SPDX-License-Identifier: GPL-2.0-only
/*
 * turnout_vfio_pci: VFIO for spare GPUs, with the policy set per device.
 *
 * Copyright (C) 2026 The Turnout authors
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/vfio.h>

#include "compat.h"
#include "turnout.h"

static char ids[1024] __initdata;
module_param_string(ids, ids, sizeof(ids), 0);
MODULE_PARM_DESC(ids, "Initial PCI IDs to add to the driver, format is \"vendor:device[:subvendor[:subdevice[:class[:class_mask]]]]\" and multiple comma separated entries can be specified");

/* Open and close events: so many in that time (jiffies), later ones are merged. */
#define TURNOUT_USE_INTERVAL	(5 * HZ)
#define TURNOUT_USE_BURST	20

/* A change uevent with TURNOUT_EVENT= and how often that event has come. */
void turnout_announce(struct turnout_device *tdev, const char *event, unsigned int count)
{
	char event_var[32], count_var[32];
	char *env[3] = { };

	env[0] = event_var;
	env[1] = count_var;
	snprintf(event_var, sizeof(event_var), "TURNOUT_EVENT=%s", event);
	snprintf(count_var, sizeof(count_var), "TURNOUT_COUNT=%u", count);
	kobject_uevent_env(&tdev->core.pdev->dev.kobj, KOBJ_CHANGE, env);
}

/*
 * Opening costs an unprivileged owner of the device nothing, an event costs root's
 * daemons something. Of many the first are told, and then how it ended.
 */
static void turnout_announce_use(struct turnout_device *tdev)
{
	turnout_announce(tdev, READ_ONCE(tdev->in_use) ? "open" : "close",
			 atomic_read(&tdev->open_count));
}

static void turnout_use_work(struct work_struct *work)
{
	turnout_announce_use(container_of(work, struct turnout_device, use_work.work));
}

static void turnout_use_changed(struct turnout_device *tdev)
{
	if (__ratelimit(&tdev->use_limit))
		turnout_announce_use(tdev);
	else
		schedule_delayed_work(&tdev->use_work, TURNOUT_USE_INTERVAL);
}

static void turnout_set_in_use(struct turnout_device *tdev, bool in_use)
{
	mutex_lock(&tdev->policy_lock);
	WRITE_ONCE(tdev->in_use, in_use);
	mutex_unlock(&tdev->policy_lock);
}

/* Once the state of use is final: the idle policy starts or stops to hold. */
static void turnout_settle(struct turnout_device *tdev)
{
	mutex_lock(&tdev->policy_lock);
	turnout_power_settle(tdev);
	mutex_unlock(&tdev->policy_lock);
}

/* What turnout_set_in_use(true) began did not come to be. */
static void turnout_not_opened(struct turnout_device *tdev)
{
	mutex_lock(&tdev->policy_lock);
	WRITE_ONCE(tdev->in_use, false);
	turnout_power_settle(tdev);
	turnout_power_wake_for_d0(tdev);
	mutex_unlock(&tdev->policy_lock);
}

static int turnout_open_device(struct vfio_device *vdev)
{
	struct turnout_device *tdev = to_turnout(vdev);
	int ret;

	turnout_set_in_use(tdev, true);

	ret = vfio_pci_core_enable(&tdev->core);
	if (ret)
		goto err_unused;

	turnout_vga_apply(tdev);
	ret = turnout_igd_open(tdev);
	if (ret)
		goto err_disable;

	vfio_pci_core_finish_enable(&tdev->core);
	turnout_settle(tdev);
	atomic_inc(&tdev->open_count);
	turnout_use_changed(tdev);
	return 0;

err_disable:
	vfio_pci_core_disable(&tdev->core);
err_unused:
	turnout_not_opened(tdev);
	return ret;
}

static void turnout_close_device(struct vfio_device *vdev)
{
	struct turnout_device *tdev = to_turnout(vdev);

	/* Our reference comes before core drops its own, or D0 would not hold. */
	turnout_set_in_use(tdev, false);
	turnout_settle(tdev);

	vfio_pci_core_close_device(vdev);
	turnout_use_changed(tdev);
}

static void turnout_request(struct vfio_device *vdev, unsigned int count)
{
	struct turnout_device *tdev = to_turnout(vdev);

	turnout_announce(tdev, "request", atomic_inc_return(&tdev->request_count));
	vfio_pci_core_request(vdev, count);
}

static int turnout_init_dev(struct vfio_device *vdev)
{
	struct turnout_device *tdev = to_turnout(vdev);

	/* Before core registers: user space can open the device from then on. */
	mutex_init(&tdev->policy_lock);
	ratelimit_state_init(&tdev->use_limit, TURNOUT_USE_INTERVAL, TURNOUT_USE_BURST);
	/* without "callbacks suppressed" in the log */
	ratelimit_set_flags(&tdev->use_limit, RATELIMIT_MSG_ON_RELEASE);
	INIT_DELAYED_WORK(&tdev->use_work, turnout_use_work);
	return vfio_pci_core_init_dev(vdev);
}

static void turnout_release_dev(struct vfio_device *vdev)
{
	mutex_destroy(&to_turnout(vdev)->policy_lock);
	/* Last: up to 6.1 this frees the device. */
	vfio_pci_core_release_dev(vdev);
}

static const struct vfio_device_ops turnout_ops = {
	.name = KBUILD_MODNAME,
	.init = turnout_init_dev,
	.release = turnout_release_dev,
	.open_device = turnout_open_device,
	.close_device = turnout_close_device,
	.ioctl = vfio_pci_core_ioctl,
	.device_feature = vfio_pci_core_ioctl_feature,
	.read = vfio_pci_core_read,
	.write = vfio_pci_core_write,
	.mmap = vfio_pci_core_mmap,
	.request = turnout_request,
	.match = vfio_pci_core_match,
	TURNOUT_REGION_INFO_OPS
	TURNOUT_MATCH_TOKEN_OPS
	TURNOUT_IOMMUFD_OPS
	TURNOUT_DETACH_OPS
	TURNOUT_PASID_OPS
};

static bool turnout_slot_has_display(struct pci_dev *pdev)
{
	unsigned int slot = PCI_SLOT(pdev->devfn), function;
	bool found = false;

	for (function = 0; function < 8 && !found; function++) {
		struct pci_dev *peer = pci_get_slot(pdev->bus, PCI_DEVFN(slot, function));

		found = peer && pci_is_display(peer);
		pci_dev_put(peer);
	}
	return found;
}

/*
 * driver_override can hand over any device. Ours are the functions of a GPU's
 * slot, which travel together, and what the owner named by ids= or new_id.
 */
static bool turnout_takes(struct pci_dev *pdev, const struct pci_device_id *id)
{
	return id->vendor != PCI_ANY_ID || turnout_slot_has_display(pdev);
}

static int turnout_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct turnout_device *tdev;
	int ret;

	if (!turnout_takes(pdev, id)) {
		pci_warn(pdev, "not part of a GPU and not named by ids=, use vfio-pci\n");
		return -ENODEV;
	}

	tdev = vfio_alloc_device(turnout_device, core.vdev, &pdev->dev, &turnout_ops);
	if (IS_ERR(tdev))
		return PTR_ERR(tdev);

	dev_set_drvdata(&pdev->dev, &tdev->core);
	turnout_set_pci_ops(&tdev->core);
	ret = turnout_igd_probe(tdev);
	if (ret)
		goto err_put;
	turnout_power_probe(tdev);

	ret = vfio_pci_core_register_device(&tdev->core);
	if (ret)
		goto err_power;

	ret = turnout_vga_register(tdev);
	if (ret)
		goto err_unregister;

	/*
	 * Not pci_driver.dev_groups: those vanish before ->remove, and it is while
	 * remove waits for a user that the attributes are looked at.
	 */
	ret = sysfs_create_group(&pdev->dev.kobj, &turnout_attribute_group);
	if (ret)
		goto err_unregister;
	return 0;

err_unregister:
	vfio_pci_core_unregister_device(&tdev->core);
	cancel_delayed_work_sync(&tdev->use_work);
err_power:
	turnout_power_remove(tdev);
	turnout_igd_remove(tdev);
err_put:
	vfio_put_device(&tdev->core.vdev);
	return ret;
}

static void turnout_remove(struct pci_dev *pdev)
{
	struct turnout_device *tdev = turnout_from_dev(&pdev->dev);

	mutex_lock(&tdev->policy_lock);
	tdev->removing = true;
	mutex_unlock(&tdev->policy_lock);

	/* Waits for the user to let go, asking through ->request meanwhile. */
	vfio_pci_core_unregister_device(&tdev->core);
	cancel_delayed_work_sync(&tdev->use_work);

	sysfs_remove_group(&pdev->dev.kobj, &turnout_attribute_group);
	turnout_power_remove(tdev);
	turnout_igd_remove(tdev);
	vfio_put_device(&tdev->core.vdev);
}

/*
 * Override-only, so nothing binds by itself; a class but no IDs, so its alias
 * vfio_pci:v*d*sv*sd*bc03sc*i* has one wildcard less than vfio-pci's and is the
 * better match for display controllers, while drivers for exact IDs still win.
 */
static const struct pci_device_id turnout_table[] = {
	{
		PCI_DRIVER_OVERRIDE_DEVICE_VFIO(PCI_ANY_ID, PCI_ANY_ID),
		.class = PCI_BASE_CLASS_DISPLAY << 16,
		.class_mask = 0xff0000,
	},
	{}
};
MODULE_DEVICE_TABLE(pci, turnout_table);

static struct pci_driver turnout_driver = {
	.name = KBUILD_MODNAME,
	.id_table = turnout_table,
	.probe = turnout_probe,
	.remove = turnout_remove,
	.err_handler = &vfio_pci_core_err_handlers,
	.driver_managed_dma = true,
};

/* The syntax of vfio-pci's ids=. A bad entry is named and skipped. */
static void __init turnout_add_id(const char *entry)
{
	unsigned int vendor, device, subvendor = PCI_ANY_ID, subdevice = PCI_ANY_ID;
	unsigned int class = 0, class_mask = 0;
	int ret;

	if (sscanf(entry, "%x:%x:%x:%x:%x:%x", &vendor, &device, &subvendor,
		   &subdevice, &class, &class_mask) < 2) {
		pr_warn("ids: \"%s\" is not vendor:device, skipped\n", entry);
		return;
	}

	ret = pci_add_dynid(&turnout_driver, vendor, device, subvendor, subdevice,
			    class, class_mask, 0);
	if (ret)
		pr_warn("ids: \"%s\" could not be added (%d)\n", entry, ret);
	else
		pr_info("ids: added %04x:%04x\n", vendor, device);
}

static int __init turnout_init(void)
{
	char *rest = ids, *entry;
	int ret;

	ret = pci_register_driver(&turnout_driver);
	if (ret)
		return ret;

	while ((entry = strsep(&rest, ","))) {
		if (*entry)
			turnout_add_id(entry);
	}
	return 0;
}
module_init(turnout_init);

static void __exit turnout_exit(void)
{
	pci_unregister_driver(&turnout_driver);
}
module_exit(turnout_exit);

MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
MODULE_AUTHOR("The Turnout authors");
MODULE_DESCRIPTION("VFIO variant driver for spare GPUs: VGA access, idle state and OpRegion per device");
#ifndef TURNOUT_HAS_DEVICE_OPS
/* Up to 6.12 vfio-pci hands its parameters to vfio_pci_core when it is loaded. */
MODULE_SOFTDEP("pre: vfio-pci");
#endif
