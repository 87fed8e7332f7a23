/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between the kernels this driver builds on (6.1 to 7.3). Kbuild
 * looks into the headers and defines TURNOUT_HAS_*; no version is compared.
 */
#ifndef TURNOUT_COMPAT_H
#define TURNOUT_COMPAT_H

#include <linux/pci.h>
#include <linux/vfio_pci_core.h>
#include <linux/slab.h>
#ifdef TURNOUT_HAS_LINUX_UNALIGNED
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#ifndef kzalloc_obj
#define kzalloc_obj(obj) kzalloc(sizeof(obj), GFP_KERNEL)
#endif

#ifndef TURNOUT_HAS_PCI_IS_DISPLAY
static inline bool pci_is_display(struct pci_dev *pdev)
{
	return (pdev->class >> 16) == PCI_BASE_CLASS_DISPLAY;
}
#endif

/* Members of struct vfio_device_ops that came after 6.1 (IOMMUFD, 7.x). */
#ifdef TURNOUT_HAS_IOMMUFD_OPS
#define TURNOUT_IOMMUFD_OPS						\
	.bind_iommufd = vfio_iommufd_physical_bind,			\
	.unbind_iommufd = vfio_iommufd_physical_unbind,			\
	.attach_ioas = vfio_iommufd_physical_attach_ioas,
#else
#define TURNOUT_IOMMUFD_OPS
#endif

#ifdef TURNOUT_HAS_DETACH_IOAS
#define TURNOUT_DETACH_OPS						\
	.detach_ioas = vfio_iommufd_physical_detach_ioas,
#else
#define TURNOUT_DETACH_OPS
#endif

#ifdef TURNOUT_HAS_PASID_OPS
#define TURNOUT_PASID_OPS						\
	.pasid_attach_ioas = vfio_iommufd_physical_pasid_attach_ioas,	\
	.pasid_detach_ioas = vfio_iommufd_physical_pasid_detach_ioas,
#else
#define TURNOUT_PASID_OPS
#endif

#ifdef TURNOUT_HAS_REGION_INFO_CAPS
#define TURNOUT_REGION_INFO_OPS						\
	.get_region_info_caps = vfio_pci_ioctl_get_region_info,
#else
#define TURNOUT_REGION_INFO_OPS
#endif

#ifdef TURNOUT_HAS_MATCH_TOKEN_UUID
#define TURNOUT_MATCH_TOKEN_OPS						\
	.match_token_uuid = vfio_pci_core_match_token_uuid,
#else
#define TURNOUT_MATCH_TOKEN_OPS
#endif

/* 7.x asks the driver where a BAR's pages are when they are shared as dma-buf. */
static inline void turnout_set_pci_ops(struct vfio_pci_core_device *core)
{
#ifdef TURNOUT_HAS_DEVICE_OPS
	static const struct vfio_pci_device_ops ops = {
		.get_dmabuf_phys = vfio_pci_core_get_dmabuf_phys,
	};

	core->pci_ops = &ops;
#endif
}

#endif
