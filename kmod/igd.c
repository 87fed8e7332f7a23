// SPDX-License-Identifier: GPL-2.0-only
/*
 * Intel graphics: offer the OpRegion with its Video BIOS Table (VBT) and the config
 * space of the host and LPC bridges as device-specific regions. Their types are those
 * of vfio-pci, which QEMU looks for.
 *
 * "ACPI IGD OpRegion Specification", Intel: header (mailbox 0), ASLE (mailbox 3)
 * with RVDA and RVDS from version 2.0 on.
 */
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/overflow.h>
#include <linux/pci.h>
#include <linux/sizes.h>
#include <linux/uaccess.h>
#include <linux/vfio.h>
#include <asm/processor.h>

#include "compat.h"
#include "turnout.h"

#define OPREGION_ASLS		0xfc	/* config space: physical address, 32 bits */
#define OPREGION_SIGNATURE	"IntelGraphicsMem"
#define OPREGION_SIZE		SZ_8K	/* fixed by the specification */
#define OPREGION_SIZE_KB	0x10	/* le32, in KB */
#define OPREGION_VERSION	0x16	/* le16, major.minor */
#define OPREGION_RVDA		0x3ba	/* le64, address of a VBT outside mailbox 4 */
#define OPREGION_RVDS		0x3c2	/* le32, its size */

/* Far above any real VBT, which has a few KB. Bounds what firmware can expose. */
#define VBT_MAX_SIZE		SZ_1M

/* Marks a virtualized byte of config space, as in drivers/vfio/pci/vfio_pci_priv.h. */
#define TURNOUT_CAP_ID_INVALID_VIRT	0xfe

/**
 * struct turnout_igd - a validated OpRegion, mapped from probe to remove
 * @asls: physical address, from the ASLS register
 * @version: version set by firmware
 * @opregion: OPREGION_SIZE bytes
 * @vbt: VBT outside the OpRegion, or NULL
 * @vbt_size: size of @vbt in bytes, 0 without one
 */
struct turnout_igd {
	u32 asls;
	u16 version;
	void *opregion;
	void *vbt;
	u32 vbt_size;
};

/*
 * Validate firmware's address and size before mapping. A user of the device must not
 * see system RAM or persistent memory. MMIO of other devices is not ruled out: it
 * cannot be distinguished from reserved memory.
 */
static void *turnout_igd_map(struct pci_dev *pdev, const char *what, u64 start, u64 size)
{
	u64 end;
	void *map;

	if (check_add_overflow(start, size, &end) ||
	    end > BIT_ULL(boot_cpu_data.x86_phys_bits)) {
		pci_warn(pdev, "%s at %#llx, size %#llx, exceeds the physical address space\n",
			 what, start, size);
		return NULL;
	}
	if (region_intersects(start, size, IORESOURCE_SYSTEM_RAM,
			      IORES_DESC_NONE) != REGION_DISJOINT ||
	    region_intersects(start, size, IORESOURCE_MEM,
			      IORES_DESC_PERSISTENT_MEMORY) != REGION_DISJOINT) {
		pci_warn(pdev, "%s at %#llx, size %#llx, overlaps system memory\n",
			 what, start, size);
		return NULL;
	}

	map = memremap(start, size, MEMREMAP_WB);
	if (!map)
		pci_warn(pdev, "failed to map %s at %#llx\n", what, start);
	return map;
}

static bool turnout_igd_check(struct pci_dev *pdev, const struct turnout_igd *igd)
{
	u32 size_kb;

	if (memcmp(igd->opregion, OPREGION_SIGNATURE, strlen(OPREGION_SIGNATURE))) {
		pci_warn(pdev, "OpRegion at %#x has no signature\n", igd->asls);
		return false;
	}

	size_kb = le32_to_cpup(igd->opregion + OPREGION_SIZE_KB);
	if (size_kb != OPREGION_SIZE / SZ_1K) {
		pci_warn(pdev, "OpRegion size is %u KB, expected %u\n",
			 size_kb, OPREGION_SIZE / SZ_1K);
		return false;
	}
	return true;
}

/*
 * RVDA is a physical address in 2.0 and relative to the OpRegion from 2.1 on.
 * If it is invalid, offer the OpRegion without the VBT.
 */
static void turnout_igd_map_vbt(struct pci_dev *pdev, struct turnout_igd *igd)
{
	u64 rvda, start;
	u32 rvds;

	if (igd->version < 0x0200)
		return;

	rvda = get_unaligned_le64(igd->opregion + OPREGION_RVDA);
	rvds = get_unaligned_le32(igd->opregion + OPREGION_RVDS);
	if (!rvda || !rvds)
		return;

	if (rvds > VBT_MAX_SIZE) {
		pci_warn(pdev, "VBT size of %u bytes exceeds %u\n", rvds, VBT_MAX_SIZE);
		return;
	}
	if (igd->version == 0x0200) {
		start = rvda;
	} else if (rvda < OPREGION_SIZE || check_add_overflow((u64)igd->asls, rvda, &start)) {
		pci_warn(pdev, "VBT offset %#llx from the OpRegion is invalid\n", rvda);
		return;
	}

	igd->vbt = turnout_igd_map(pdev, "VBT", start, rvds);
	if (igd->vbt)
		igd->vbt_size = rvds;
}

static bool turnout_has_asls(struct pci_dev *pdev)
{
	return pdev->vendor == PCI_VENDOR_ID_INTEL && pci_is_display(pdev);
}

/* Leaves tdev->igd NULL, and succeeds, without a valid OpRegion. */
int turnout_igd_probe(struct turnout_device *tdev)
{
	struct pci_dev *pdev = tdev->core.pdev;
	struct turnout_igd *igd;
	u32 asls;

	if (!turnout_has_asls(pdev))
		return 0;
	if (pci_read_config_dword(pdev, OPREGION_ASLS, &asls) || !asls || !~asls)
		return 0;

	igd = kzalloc_obj(*igd);
	if (!igd)
		return -ENOMEM;

	igd->asls = asls;
	igd->opregion = turnout_igd_map(pdev, "OpRegion", asls, OPREGION_SIZE);
	if (!igd->opregion)
		goto err_free;
	if (!turnout_igd_check(pdev, igd))
		goto err_unmap;

	igd->version = le16_to_cpup(igd->opregion + OPREGION_VERSION);
	turnout_igd_map_vbt(pdev, igd);
	tdev->igd = igd;
	return 0;

err_unmap:
	memunmap(igd->opregion);
err_free:
	kfree(igd);
	return 0;
}

/* The device must be unregistered: open users read the mappings. */
void turnout_igd_remove(struct turnout_device *tdev)
{
	struct turnout_igd *igd = tdev->igd;

	if (!igd)
		return;
	if (igd->vbt)
		memunmap(igd->vbt);
	memunmap(igd->opregion);
	kfree(igd);
	tdev->igd = NULL;
}

ssize_t turnout_igd_describe(struct turnout_device *tdev, char *buf)
{
	const struct turnout_igd *igd = tdev->igd;

	if (!igd)
		return sysfs_emit(buf, "none\n");
	return sysfs_emit(buf, "%u.%u %u\n", igd->version >> 8, igd->version & 0xff,
			  OPREGION_SIZE + igd->vbt_size);
}

/* Copy the part of @field, at region offset @field_pos, that lies in [@pos, @pos + @len). */
static void turnout_igd_overlay(u8 *dst, size_t pos, size_t len,
				const void *field, size_t field_pos, size_t field_len)
{
	size_t from = max(pos, field_pos);
	size_t to = min(pos + len, field_pos + field_len);

	if (from < to)
		memcpy(dst + (from - pos), field + (from - field_pos), to - from);
}

/*
 * Show OpRegion and VBT as one range: a VBT outside the OpRegion follows right behind
 * it, so report 2.0 as 2.1 and set RVDA to the OpRegion's size. RVDA and RVDS read 0
 * without such a VBT. RVDA does so even before 2.0, as with vfio-pci.
 */
static int turnout_igd_fill_opregion(void *data, u8 *dst, size_t pos, size_t len)
{
	const struct turnout_igd *igd = data;
	__le16 version = cpu_to_le16(igd->vbt && igd->version == 0x0200 ? 0x0201 : igd->version);
	__le64 rvda = cpu_to_le64(igd->vbt ? OPREGION_SIZE : 0);
	__le32 rvds = cpu_to_le32(igd->vbt_size);

	turnout_igd_overlay(dst, pos, len, igd->opregion, 0, OPREGION_SIZE);
	turnout_igd_overlay(dst, pos, len, igd->vbt, OPREGION_SIZE, igd->vbt_size);
	turnout_igd_overlay(dst, pos, len, &version, OPREGION_VERSION, sizeof(version));
	turnout_igd_overlay(dst, pos, len, &rvda, OPREGION_RVDA, sizeof(rvda));
	if (igd->version >= 0x0200)
		turnout_igd_overlay(dst, pos, len, &rvds, OPREGION_RVDS, sizeof(rvds));
	return 0;
}

static int turnout_igd_fill_config(void *data, u8 *dst, size_t pos, size_t len)
{
	u8 bytes[sizeof(u32)];
	u32 dword;
	int ret;

	while (len) {
		size_t offset = pos % sizeof(bytes);
		size_t part = min(len, sizeof(bytes) - offset);

		ret = pci_user_read_config_dword(data, pos - offset, &dword);
		if (ret)
			return ret;
		put_unaligned_le32(dword, bytes);
		memcpy(dst, bytes + offset, part);
		dst += part;
		pos += part;
		len -= part;
	}
	return 0;
}

/* Read from a read-only region, in pieces that @fill puts into a buffer. */
static ssize_t turnout_igd_rw(struct vfio_pci_core_device *core, char __user *buf,
			      size_t count, loff_t *ppos, bool iswrite,
			      int (*fill)(void *data, u8 *dst, size_t pos, size_t len))
{
	unsigned int index = VFIO_PCI_OFFSET_TO_INDEX(*ppos) - VFIO_PCI_NUM_REGIONS;
	struct vfio_pci_region *region = &core->region[index];
	loff_t pos = *ppos & VFIO_PCI_OFFSET_MASK;
	size_t done = 0;
	u8 chunk[128];
	int ret;

	if (iswrite || pos >= region->size)
		return -EINVAL;
	count = min_t(size_t, count, region->size - pos);

	while (done < count) {
		size_t len = min(count - done, sizeof(chunk));

		ret = fill(region->data, chunk, pos + done, len);
		if (ret)
			return ret;
		if (copy_to_user(buf + done, chunk, len))
			return -EFAULT;
		done += len;
	}

	*ppos += count;
	return count;
}

static ssize_t turnout_igd_opregion_rw(struct vfio_pci_core_device *core, char __user *buf,
				       size_t count, loff_t *ppos, bool iswrite)
{
	return turnout_igd_rw(core, buf, count, ppos, iswrite, turnout_igd_fill_opregion);
}

/* turnout_igd_remove() frees the mappings, but core needs a callback. */
static void turnout_igd_opregion_release(struct vfio_pci_core_device *core,
					 struct vfio_pci_region *region)
{
}

static const struct vfio_pci_regops turnout_igd_opregion_ops = {
	.rw = turnout_igd_opregion_rw,
	.release = turnout_igd_opregion_release,
};

static ssize_t turnout_igd_config_rw(struct vfio_pci_core_device *core, char __user *buf,
				     size_t count, loff_t *ppos, bool iswrite)
{
	return turnout_igd_rw(core, buf, count, ppos, iswrite, turnout_igd_fill_config);
}

static void turnout_igd_config_release(struct vfio_pci_core_device *core,
				       struct vfio_pci_region *region)
{
	pci_dev_put(region->data);
}

static const struct vfio_pci_regops turnout_igd_config_ops = {
	.rw = turnout_igd_config_rw,
	.release = turnout_igd_config_release,
};

static int turnout_igd_add_region(struct vfio_pci_core_device *core, u32 subtype,
				  const struct vfio_pci_regops *ops, size_t size, void *data)
{
	return vfio_pci_core_register_dev_region(core,
						 PCI_VENDOR_ID_INTEL |
						 VFIO_REGION_TYPE_PCI_VENDOR_TYPE,
						 subtype, ops, size,
						 VFIO_REGION_INFO_FLAG_READ, data);
}

/*
 * Skip the region of a bridge that is not Intel's, instead of failing the open as
 * vfio-pci does: only a guest that uses the region is affected.
 */
static int turnout_igd_add_bridge(struct vfio_pci_core_device *core, u32 subtype,
				  unsigned int devfn, unsigned int class)
{
	struct pci_dev *bridge = pci_get_domain_bus_and_slot(0, 0, devfn);
	int ret;

	if (!bridge)
		return 0;
	if (bridge->vendor != PCI_VENDOR_ID_INTEL || bridge->class >> 8 != class) {
		pci_dev_put(bridge);
		return 0;
	}

	ret = turnout_igd_add_region(core, subtype, &turnout_igd_config_ops,
				     bridge->cfg_size, bridge);
	if (ret)
		pci_dev_put(bridge);
	return ret;
}

/*
 * Show the register's true value, but keep the user's writes in a copy, even without
 * a valid OpRegion: the next bind must not take a guest's value for the firmware's.
 */
static int turnout_igd_virtualize_asls(struct vfio_pci_core_device *core)
{
	u32 asls;

	if (pci_read_config_dword(core->pdev, OPREGION_ASLS, &asls))
		return -EIO;
	put_unaligned_le32(asls, core->vconfig + OPREGION_ASLS);
	memset(core->pci_config_map + OPREGION_ASLS, TURNOUT_CAP_ID_INVALID_VIRT, sizeof(asls));
	return 0;
}

/*
 * Call between vfio_pci_core_enable() and vfio_pci_core_finish_enable(). On error,
 * vfio_pci_core_disable() releases the regions added so far.
 */
int turnout_igd_open(struct turnout_device *tdev)
{
	struct vfio_pci_core_device *core = &tdev->core;
	struct turnout_igd *igd = tdev->igd;
	int ret;

	if (!turnout_has_asls(core->pdev))
		return 0;
	ret = turnout_igd_virtualize_asls(core);
	if (ret || !igd)
		return ret;

	ret = turnout_igd_add_region(core, VFIO_REGION_SUBTYPE_INTEL_IGD_OPREGION,
				     &turnout_igd_opregion_ops,
				     OPREGION_SIZE + igd->vbt_size, igd);
	if (ret)
		return ret;

	ret = turnout_igd_add_bridge(core, VFIO_REGION_SUBTYPE_INTEL_IGD_HOST_CFG,
				     PCI_DEVFN(0, 0), PCI_CLASS_BRIDGE_HOST);
	if (ret)
		return ret;
	return turnout_igd_add_bridge(core, VFIO_REGION_SUBTYPE_INTEL_IGD_LPC_CFG,
				      PCI_DEVFN(0x1f, 0), PCI_CLASS_BRIDGE_ISA);
}
