// SPDX-License-Identifier: GPL-2.0-only
/*
 * Legacy VGA access for each device: either offered to the user and arbitrated, or
 * hidden and left out of arbitration. Can change while the device is bound.
 */
#include <linux/vgaarb.h>

#include "compat.h"
#include "turnout.h"

/* The arbiter and core handle legacy ranges of class 0300 only. */
static bool turnout_is_vga(struct pci_dev *pdev)
{
	return pdev->class >> 8 == PCI_CLASS_DISPLAY_VGA;
}

/* Does this device's bridge route legacy cycles to another VGA device, too? */
static bool turnout_vga_shares_bridge(struct pci_dev *pdev)
{
	unsigned char max_busnr = pci_bus_max_busnr(pdev->bus);
	struct pci_dev *other = NULL;

	while ((other = pci_get_class(PCI_CLASS_DISPLAY_VGA << 8, other))) {
		if (other != pdev &&
		    pci_domain_nr(other->bus) == pci_domain_nr(pdev->bus) &&
		    !pci_is_root_bus(other->bus) &&
		    other->bus->number >= pdev->bus->number &&
		    other->bus->number <= max_busnr) {
			pci_dev_put(other);
			return true;
		}
	}
	return false;
}

/*
 * Follow vfio_pci_set_decode() of vfio_pci_core, but with a switch per device instead
 * of a module parameter. The arbiter calls this under vga_lock with interrupts off.
 */
static unsigned int turnout_vga_decodes(struct pci_dev *pdev, bool single_vga)
{
	struct turnout_device *tdev = turnout_from_dev(&pdev->dev);
	unsigned int normal = VGA_RSRC_NORMAL_IO | VGA_RSRC_NORMAL_MEM;
	unsigned int legacy = VGA_RSRC_LEGACY_IO | VGA_RSRC_LEGACY_MEM;

	if (single_vga || !READ_ONCE(tdev->vga_hidden) ||
	    pci_is_root_bus(pdev->bus) || turnout_vga_shares_bridge(pdev))
		return normal | legacy;
	return normal;
}

/*
 * Replace the arbiter callback set by vfio_pci_core_register_device().
 * vfio_pci_core_unregister_device() removes it.
 */
int turnout_vga_register(struct turnout_device *tdev)
{
	struct pci_dev *pdev = tdev->core.pdev;
	int ret;

	if (!turnout_is_vga(pdev))
		return 0;
	ret = vga_client_register(pdev, turnout_vga_decodes);
	if (ret)
		return ret;
	/* Up to 6.12, core has registered decoding by its module parameter. */
	vga_set_legacy_decoding(pdev, turnout_vga_decodes(pdev, false));
	return 0;
}

/*
 * Hide or restore legacy VGA. Returns -EBUSY while in use, because the user may have
 * read the VGA region's info already, and -EOPNOTSUPP if there is no legacy VGA.
 */
int turnout_vga_set_hidden(struct turnout_device *tdev, bool hidden)
{
	struct pci_dev *pdev = tdev->core.pdev;

	lockdep_assert_held(&tdev->policy_lock);

	if (!turnout_is_vga(pdev))
		return -EOPNOTSUPP;
	if (tdev->in_use)
		return -EBUSY;

	WRITE_ONCE(tdev->vga_hidden, hidden);
	vga_set_legacy_decoding(pdev, turnout_vga_decodes(pdev, false));
	return 0;
}

/*
 * Call after vfio_pci_core_enable(). Without has_vga, core fails VGA region info, read
 * and write with -EINVAL. @in_use is set, so @vga_hidden cannot change until close.
 */
void turnout_vga_apply(struct turnout_device *tdev)
{
	if (IS_ENABLED(CONFIG_VFIO_PCI_VGA))
		tdev->core.has_vga = turnout_is_vga(tdev->core.pdev) && !tdev->vga_hidden;
}
