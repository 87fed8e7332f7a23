// SPDX-License-Identifier: GPL-2.0-only
/*
 * turnout_vfio_pci: VFIO variant driver for spare GPUs, with policy per device.
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

/* Open and close uevents beyond TURNOUT_UEVENT_BURST in this time (jiffies) are merged. */
#define TURNOUT_UEVENT_INTERVAL	(5 * HZ)
#define TURNOUT_UEVENT_BURST	20

/* Send a change uevent with TURNOUT_EVENT=@event and TURNOUT_COUNT=@count. */
void turnout_send_uevent(struct turnout_device *tdev, const char *event, unsigned int count)
{
	char event_var[32], count_var[32];
	char *env[3] = { };

	env[0] = event_var;
	env[1] = count_var;
	snprintf(event_var, sizeof(event_var), "TURNOUT_EVENT=%s", event);
	snprintf(count_var, sizeof(count_var), "TURNOUT_COUNT=%u", count);
	kobject_uevent_env(&tdev->core.pdev->dev.kobj, KOBJ_CHANGE, env);
}

static void turnout_send_use_uevent(struct turnout_device *tdev)
{
	turnout_send_uevent(tdev, READ_ONCE(tdev->in_use) ? "open" : "close",
			    atomic_read(&tdev->open_count));
}

static void turnout_uevent_work(struct work_struct *work)
{
	turnout_send_use_uevent(container_of(work, struct turnout_device, uevent_work.work));
}

/*
 * Limit the rate: an unprivileged user can open and close the device in a loop,
 * and root's daemons handle each uevent. Always send the final state.
 */
static void turnout_notify_use(struct turnout_device *tdev)
{
	if (__ratelimit(&tdev->uevent_limit))
		turnout_send_use_uevent(tdev);
	else
		schedule_delayed_work(&tdev->uevent_work, TURNOUT_UEVENT_INTERVAL);
}

static void turnout_set_in_use(struct turnout_device *tdev, bool in_use)
{
	mutex_lock(&tdev->policy_lock);
	WRITE_ONCE(tdev->in_use, in_use);
	mutex_unlock(&tdev->policy_lock);
}

/* Call once @in_use is final: the idle policy covers the unused device only. */
static void turnout_apply_idle_policy(struct turnout_device *tdev)
{
	mutex_lock(&tdev->policy_lock);
	turnout_power_apply(tdev);
	mutex_unlock(&tdev->policy_lock);
}

/* Undo turnout_set_in_use(true) after a failed open. */
static void turnout_open_failed(struct turnout_device *tdev)
{
	mutex_lock(&tdev->policy_lock);
	WRITE_ONCE(tdev->in_use, false);
	turnout_power_apply(tdev);
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
		goto err_in_use;

	turnout_vga_apply(tdev);
	ret = turnout_igd_open(tdev);
	if (ret)
		goto err_disable;

	vfio_pci_core_finish_enable(&tdev->core);
	turnout_apply_idle_policy(tdev);
	atomic_inc(&tdev->open_count);
	turnout_notify_use(tdev);
	return 0;

err_disable:
	vfio_pci_core_disable(&tdev->core);
err_in_use:
	turnout_open_failed(tdev);
	return ret;
}

static void turnout_close_device(struct vfio_device *vdev)
{
	struct turnout_device *tdev = to_turnout(vdev);

	/* Take our reference before core drops its own, or the device would leave D0. */
	turnout_set_in_use(tdev, false);
	turnout_apply_idle_policy(tdev);

	vfio_pci_core_close_device(vdev);
	turnout_notify_use(tdev);
}

static void turnout_request(struct vfio_device *vdev, unsigned int count)
{
	struct turnout_device *tdev = to_turnout(vdev);

	turnout_send_uevent(tdev, "request", atomic_inc_return(&tdev->request_count));
	vfio_pci_core_request(vdev, count);
}

static int turnout_init_dev(struct vfio_device *vdev)
{
	struct turnout_device *tdev = to_turnout(vdev);

	/* Not in probe: user space can open the device as soon as core registers it. */
	mutex_init(&tdev->policy_lock);
	ratelimit_state_init(&tdev->uevent_limit, TURNOUT_UEVENT_INTERVAL, TURNOUT_UEVENT_BURST);
	/* Keep "callbacks suppressed" out of the log. */
	ratelimit_set_flags(&tdev->uevent_limit, RATELIMIT_MSG_ON_RELEASE);
	INIT_DELAYED_WORK(&tdev->uevent_work, turnout_uevent_work);
	return vfio_pci_core_init_dev(vdev);
}

static void turnout_release_dev(struct vfio_device *vdev)
{
	mutex_destroy(&to_turnout(vdev)->policy_lock);
	/* Last, because it frees the device on 6.1. */
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
#ifdef TURNOUT_HAS_GET_REGION_INFO_CAPS
	.get_region_info_caps = vfio_pci_ioctl_get_region_info,
#endif
#ifdef TURNOUT_HAS_MATCH_TOKEN_UUID
	.match_token_uuid = vfio_pci_core_match_token_uuid,
#endif
#ifdef TURNOUT_HAS_BIND_IOMMUFD
	.bind_iommufd = vfio_iommufd_physical_bind,
	.unbind_iommufd = vfio_iommufd_physical_unbind,
	.attach_ioas = vfio_iommufd_physical_attach_ioas,
#endif
#ifdef TURNOUT_HAS_DETACH_IOAS
	.detach_ioas = vfio_iommufd_physical_detach_ioas,
#endif
#ifdef TURNOUT_HAS_PASID_ATTACH_IOAS
	.pasid_attach_ioas = vfio_iommufd_physical_pasid_attach_ioas,
	.pasid_detach_ioas = vfio_iommufd_physical_pasid_detach_ioas,
#endif
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
 * driver_override can pass any device here. Accept the functions in a GPU's slot,
 * which are assigned together, and the IDs named by ids= or new_id.
 */
static bool turnout_accepts(struct pci_dev *pdev, const struct pci_device_id *id)
{
	return id->vendor != PCI_ANY_ID || turnout_slot_has_display(pdev);
}

static int turnout_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct turnout_device *tdev;
	int ret;

	if (!turnout_accepts(pdev, id)) {
		pci_warn(pdev, "neither part of a GPU nor named by ids=, use vfio-pci\n");
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
	 * Not pci_driver.dev_groups, which are removed before ->remove: attributes
	 * must stay readable while remove waits for a user.
	 */
	ret = sysfs_create_group(&pdev->dev.kobj, &turnout_attribute_group);
	if (ret)
		goto err_unregister;
	return 0;

err_unregister:
	vfio_pci_core_unregister_device(&tdev->core);
	cancel_delayed_work_sync(&tdev->uevent_work);
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

	/* Waits until the user closes the device, calling ->request meanwhile. */
	vfio_pci_core_unregister_device(&tdev->core);
	cancel_delayed_work_sync(&tdev->uevent_work);

	sysfs_remove_group(&pdev->dev.kobj, &turnout_attribute_group);
	turnout_power_remove(tdev);
	turnout_igd_remove(tdev);
	vfio_put_device(&tdev->core.vdev);
}

/*
 * Override-only, so that no device binds automatically. The class gives the alias
 * vfio_pci:v*d*sv*sd*bc03sc*i* one wildcard fewer than vfio-pci's: the better match
 * for display controllers, yet worse than a variant driver with exact IDs.
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

/* Same syntax as vfio-pci's ids=. Log and skip malformed entries. */
static void __init turnout_add_id(const char *entry)
{
	unsigned int vendor, device, subvendor = PCI_ANY_ID, subdevice = PCI_ANY_ID;
	unsigned int class = 0, class_mask = 0;
	int ret;

	if (sscanf(entry, "%x:%x:%x:%x:%x:%x", &vendor, &device, &subvendor,
		   &subdevice, &class, &class_mask) < 2) {
		pr_warn("ids: skipped \"%s\", expected vendor:device\n", entry);
		return;
	}

	ret = pci_add_dynid(&turnout_driver, vendor, device, subvendor, subdevice,
			    class, class_mask, 0);
	if (ret)
		pr_warn("ids: failed to add \"%s\" (%d)\n", entry, ret);
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
MODULE_DESCRIPTION("VFIO variant driver for GPUs with VGA access and idle power state per device");
TURNOUT_SOFTDEP();
