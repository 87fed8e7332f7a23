/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between the kernels this driver builds on, 6.1 to 7.3.
 *
 * Kbuild probes the headers, one fact for each TURNOUT_HAS_*, because distributions
 * backport; versions are never compared. Members of struct vfio_device_ops are left
 * out in turnout_ops itself; everything else is here:
 *
 * TURNOUT_HAS_BIND_IOMMUFD		6.2, IOMMUFD can bind a VFIO device
 * TURNOUT_HAS_DETACH_IOAS		6.6, VFIO device files can detach an IOAS
 * TURNOUT_HAS_PASID_ATTACH_IOAS	6.15, PASIDs attach to an IOAS of their own
 * TURNOUT_HAS_MATCH_TOKEN_UUID		6.17, VFIO calls it without a check
 * TURNOUT_HAS_GET_REGION_INFO_CAPS	6.19, without it region info fails
 * TURNOUT_HAS_PCI_DEVICE_OPS		6.19, see turnout_set_pci_ops()
 * TURNOUT_HAS_PCI_IS_DISPLAY		6.17, see pci_is_display()
 * TURNOUT_HAS_UNALIGNED_H		6.12, moved there from asm/
 * TURNOUT_HAS_CORE_SET_PARAMS		6.1 and 6.12 but not 7.2, see TURNOUT_SOFTDEP()
 */
#ifndef TURNOUT_COMPAT_H
#define TURNOUT_COMPAT_H

#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/vfio_pci_core.h>
#ifdef TURNOUT_HAS_UNALIGNED_H
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

/* 7.0 and stable updates; a macro, so it needs no probe. */
#ifndef kzalloc_obj
#define kzalloc_obj(obj) kzalloc(sizeof(obj), GFP_KERNEL)
#endif

#ifndef TURNOUT_HAS_PCI_IS_DISPLAY
static inline bool pci_is_display(struct pci_dev *pdev)
{
	return (pdev->class >> 16) == PCI_BASE_CLASS_DISPLAY;
}
#endif

/* Core asks the driver for a BAR's physical ranges when it exports them as a dma-buf. */
static inline void turnout_set_pci_ops(struct vfio_pci_core_device *core)
{
#ifdef TURNOUT_HAS_PCI_DEVICE_OPS
	static const struct vfio_pci_device_ops ops = {
		.get_dmabuf_phys = vfio_pci_core_get_dmabuf_phys,
	};

	core->pci_ops = &ops;
#endif
}

/*
 * While vfio-pci sets vfio_pci_core's parameters as it loads, load it first, so
 * that they cannot change under a bound device.
 */
#ifdef TURNOUT_HAS_CORE_SET_PARAMS
#define TURNOUT_SOFTDEP() MODULE_SOFTDEP("pre: vfio-pci")
#else
#define TURNOUT_SOFTDEP()
#endif

#endif
