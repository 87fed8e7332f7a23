// SPDX-License-Identifier: GPL-2.0-only
/*
 * Legacy VGA decoding of one device: offered to the user and arbitrated, or
 * hidden and left out of arbitration, changeable while bound.
 */
#include <linux/vgaarb.h>

#include "compat.h"
#include "turnout.h"

/* Only class 0300 is in arbitration and has legacy ranges. */
static bool turnout_is_vga(struct pci_dev *pdev)
{
	return pdev->class >> 8 == PCI_CLASS_DISPLAY_VGA;
}

/* Another VGA device that this device's bridge also routes legacy cycles to. */
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
 * What the device decodes, by the rules of vfio_pci_core's vfio_pci_set_decode(),
 * with our per-device switch in place of its module-wide one. Called by the
 * arbiter under vga_lock with interrupts off.
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
 * Takes over the arbiter callback that vfio_pci_core_register_device() set.
 * vfio_pci_core_unregister_device() takes it away again.
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
	/* Core has told the arbiter what its module-wide switch says, up to 6.12. */
	vga_set_legacy_decoding(pdev, turnout_vga_decodes(pdev, false));
	return 0;
}

/*
 * Hides or restores legacy VGA. -EBUSY under an open user, who was already told
 * whether there is a VGA region; -EOPNOTSUPP where there is none to hide.
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
 * After vfio_pci_core_enable(): without has_vga core answers region info, read
 * and write of the VGA region with -EINVAL; it is never mmapable. @in_use is set,
 * so vga_hidden can't change until the user has closed the device.
 */
void turnout_vga_apply(struct turnout_device *tdev)
{
	if (IS_ENABLED(CONFIG_VFIO_PCI_VGA))
		tdev->core.has_vga = turnout_is_vga(tdev->core.pdev) && !tdev->vga_hidden;
}
