// SPDX-License-Identifier: GPL-2.0-only
/*
 * Intel graphics: the OpRegion with its Video BIOS Table, and the config space of
 * the host and LPC bridges, as device-specific regions with mainline's types, so an
 * unchanged QEMU finds them.
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
#define OPREGION_RVDA		0x3ba	/* le64, where the VBT is if not in mailbox 4 */
#define OPREGION_RVDS		0x3c2	/* le32, its size */

/* A VBT is a few KB. A larger one is firmware's mistake, not ours to hand out. */
#define VBT_MAX_SIZE		SZ_1M

/* drivers/vfio/pci/vfio_pci_priv.h: this byte of config space is virtualised. */
#define TURNOUT_CAP_ID_INVALID_VIRT	0xfe

/**
 * struct turnout_igd - a checked OpRegion, mapped from probe to remove
 * @asls: its physical address, as the register says
 * @version: as firmware wrote it
 * @opregion: OPREGION_SIZE bytes
 * @vbt: the VBT outside of the OpRegion, or NULL
 * @vbt_size: its size in bytes, 0 without @vbt
 */
struct turnout_igd {
	u32 asls;
	u16 version;
	void *opregion;
	void *vbt;
	u32 vbt_size;
};

/*
 * Firmware's pointer and size, before anything is mapped: no overflow, within what
 * the CPU can address, and no part of it system RAM or persistent memory, which a
 * user of the device must not see. Reserved memory it has to be; the ranges of other
 * devices are not told apart from that.
 */
static void *turnout_igd_map(struct pci_dev *pdev, const char *what, u64 start, u64 size)
{
	u64 end;
	void *map;

	if (check_add_overflow(start, size, &end) ||
	    end > BIT_ULL(boot_cpu_data.x86_phys_bits)) {
		pci_warn(pdev, "%s at %#llx, size %#llx, is outside of memory\n",
			 what, start, size);
		return NULL;
	}
	if (region_intersects(start, size, IORESOURCE_SYSTEM_RAM,
			      IORES_DESC_NONE) != REGION_DISJOINT ||
	    region_intersects(start, size, IORESOURCE_MEM,
			      IORES_DESC_PERSISTENT_MEMORY) != REGION_DISJOINT) {
		pci_warn(pdev, "%s at %#llx, size %#llx, lies in the kernel's memory\n",
			 what, start, size);
		return NULL;
	}

	map = memremap(start, size, MEMREMAP_WB);
	if (!map)
		pci_warn(pdev, "%s at %#llx can't be mapped\n", what, start);
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
		pci_warn(pdev, "OpRegion says it has %u KB, not %u\n",
			 size_kb, OPREGION_SIZE / SZ_1K);
		return false;
	}
	return true;
}

/*
 * RVDA is a physical address in 2.0 and relative to the OpRegion from 2.1 on. One
 * that is broken costs the VBT only: the OpRegion is then offered without it.
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
		pci_warn(pdev, "VBT of %u bytes is too large to be one\n", rvds);
		return;
	}
	if (igd->version == 0x0200) {
		start = rvda;
	} else if (rvda < OPREGION_SIZE || check_add_overflow((u64)igd->asls, rvda, &start)) {
		pci_warn(pdev, "VBT at OpRegion offset %#llx is not behind it\n", rvda);
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

/* Leaves tdev->igd NULL where there is no OpRegion, or none that can be trusted. */
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

/* After the last user is gone; core's region release callback has nothing to free. */
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

/* Puts those bytes of @field, at @field_pos of the region, that [@pos, @pos + @len) covers. */
static void turnout_igd_overlay(u8 *dst, size_t pos, size_t len,
				const void *field, size_t field_pos, size_t field_len)
{
	size_t from = max(pos, field_pos);
	size_t to = min(pos + len, field_pos + field_len);

	if (from < to)
		memcpy(dst + (from - pos), field + (from - field_pos), to - from);
}

/*
 * The region shows OpRegion and VBT as one range, whatever firmware did: a VBT
 * outside of the OpRegion follows right behind it, so 2.0 becomes 2.1 and RVDA the
 * OpRegion's size. Where the VBT was refused, RVDA and RVDS read 0. RVDA does so
 * before 2.0, too, as with mainline.
 */
static void turnout_igd_fill(const struct turnout_igd *igd, u8 *dst, size_t pos, size_t len)
{
	__le16 version = cpu_to_le16(igd->vbt && igd->version == 0x0200 ? 0x0201 : igd->version);
	__le64 rvda = cpu_to_le64(igd->vbt ? OPREGION_SIZE : 0);
	__le32 rvds = cpu_to_le32(igd->vbt_size);

	turnout_igd_overlay(dst, pos, len, igd->opregion, 0, OPREGION_SIZE);
	turnout_igd_overlay(dst, pos, len, igd->vbt, OPREGION_SIZE, igd->vbt_size);
	turnout_igd_overlay(dst, pos, len, &version, OPREGION_VERSION, sizeof(version));
	turnout_igd_overlay(dst, pos, len, &rvda, OPREGION_RVDA, sizeof(rvda));
	if (igd->version >= 0x0200)
		turnout_igd_overlay(dst, pos, len, &rvds, OPREGION_RVDS, sizeof(rvds));
}

static struct vfio_pci_region *turnout_region(struct vfio_pci_core_device *core, loff_t ppos)
{
	return &core->region[VFIO_PCI_OFFSET_TO_INDEX(ppos) - VFIO_PCI_NUM_REGIONS];
}

static ssize_t turnout_igd_opregion_rw(struct vfio_pci_core_device *core, char __user *buf,
				       size_t count, loff_t *ppos, bool iswrite)
{
	struct vfio_pci_region *region = turnout_region(core, *ppos);
	loff_t pos = *ppos & VFIO_PCI_OFFSET_MASK;
	size_t done = 0;
	u8 chunk[128];

	if (iswrite || pos >= region->size)
		return -EINVAL;
	count = min_t(size_t, count, region->size - pos);

	while (done < count) {
		size_t len = min(count - done, sizeof(chunk));

		turnout_igd_fill(region->data, chunk, pos + done, len);
		if (copy_to_user(buf + done, chunk, len))
			return -EFAULT;
		done += len;
	}

	*ppos += count;
	return count;
}

static void turnout_igd_opregion_release(struct vfio_pci_core_device *core,
					 struct vfio_pci_region *region)
{
}

static const struct vfio_pci_regops turnout_igd_opregion_ops = {
	.rw = turnout_igd_opregion_rw,
	.release = turnout_igd_opregion_release,
};

/* One naturally aligned access of 1, 2 or 4 bytes; the length read, or an error. */
static int turnout_igd_cfg_read_one(struct pci_dev *bridge, loff_t pos, size_t left,
				    char __user *buf)
{
	__le32 value = 0;
	u32 dword;
	u16 word;
	u8 byte;
	int len, ret;

	if (left >= 4 && !(pos & 3)) {
		len = 4;
		ret = pci_user_read_config_dword(bridge, pos, &dword);
		value = cpu_to_le32(dword);
	} else if (left >= 2 && !(pos & 1)) {
		len = 2;
		ret = pci_user_read_config_word(bridge, pos, &word);
		value = cpu_to_le32(word);
	} else {
		len = 1;
		ret = pci_user_read_config_byte(bridge, pos, &byte);
		value = cpu_to_le32(byte);
	}
	if (ret)
		return ret;
	return copy_to_user(buf, &value, len) ? -EFAULT : len;
}

static ssize_t turnout_igd_cfg_rw(struct vfio_pci_core_device *core, char __user *buf,
				  size_t count, loff_t *ppos, bool iswrite)
{
	struct vfio_pci_region *region = turnout_region(core, *ppos);
	loff_t pos = *ppos & VFIO_PCI_OFFSET_MASK;
	size_t done = 0;

	if (iswrite || pos >= region->size)
		return -EINVAL;
	count = min_t(size_t, count, region->size - pos);

	while (done < count) {
		int len = turnout_igd_cfg_read_one(region->data, pos + done, count - done,
						   buf + done);

		if (len < 0)
			return len;
		done += len;
	}

	*ppos += count;
	return count;
}

static void turnout_igd_cfg_release(struct vfio_pci_core_device *core,
				    struct vfio_pci_region *region)
{
	pci_dev_put(region->data);
}

static const struct vfio_pci_regops turnout_igd_cfg_ops = {
	.rw = turnout_igd_cfg_rw,
	.release = turnout_igd_cfg_release,
};

/*
 * Mainline fails the whole open for a bridge that is not Intel's. A guest that wants
 * these regions will miss them; every other one can use the device.
 */
static int turnout_igd_add_bridge(struct turnout_device *tdev, unsigned int devfn,
				  unsigned int class, u32 subtype)
{
	struct pci_dev *bridge = pci_get_domain_bus_and_slot(0, 0, devfn);
	int ret;

	if (!bridge)
		return 0;
	if (bridge->vendor != PCI_VENDOR_ID_INTEL || bridge->class >> 8 != class) {
		pci_dev_put(bridge);
		return 0;
	}

	ret = vfio_pci_core_register_dev_region(&tdev->core,
						PCI_VENDOR_ID_INTEL |
						VFIO_REGION_TYPE_PCI_VENDOR_TYPE,
						subtype, &turnout_igd_cfg_ops,
						bridge->cfg_size,
						VFIO_REGION_INFO_FLAG_READ, bridge);
	if (ret)
		pci_dev_put(bridge);
	return ret;
}

/*
 * The user sees the register's true value and writes to a copy, also where the
 * OpRegion was refused: what a guest leaves there would be the next bind's firmware.
 */
static int turnout_igd_hold_asls(struct vfio_pci_core_device *core)
{
	u32 asls;

	if (pci_read_config_dword(core->pdev, OPREGION_ASLS, &asls))
		return -EIO;
	put_unaligned_le32(asls, core->vconfig + OPREGION_ASLS);
	memset(core->pci_config_map + OPREGION_ASLS, TURNOUT_CAP_ID_INVALID_VIRT, 4);
	return 0;
}

/*
 * Between vfio_pci_core_enable() and vfio_pci_core_finish_enable(). Regions that were
 * added are released by vfio_pci_core_disable(), also after an error here.
 */
int turnout_igd_open(struct turnout_device *tdev)
{
	struct vfio_pci_core_device *core = &tdev->core;
	struct turnout_igd *igd = tdev->igd;
	int ret;

	if (!turnout_has_asls(core->pdev))
		return 0;
	ret = turnout_igd_hold_asls(core);
	if (ret || !igd)
		return ret;

	ret = vfio_pci_core_register_dev_region(core,
						PCI_VENDOR_ID_INTEL |
						VFIO_REGION_TYPE_PCI_VENDOR_TYPE,
						VFIO_REGION_SUBTYPE_INTEL_IGD_OPREGION,
						&turnout_igd_opregion_ops,
						OPREGION_SIZE + igd->vbt_size,
						VFIO_REGION_INFO_FLAG_READ, igd);
	if (ret)
		return ret;

	ret = turnout_igd_add_bridge(tdev, PCI_DEVFN(0, 0), PCI_CLASS_BRIDGE_HOST,
				     VFIO_REGION_SUBTYPE_INTEL_IGD_HOST_CFG);
	if (ret)
		return ret;
	return turnout_igd_add_bridge(tdev, PCI_DEVFN(0x1f, 0), PCI_CLASS_BRIDGE_ISA,
				      VFIO_REGION_SUBTYPE_INTEL_IGD_LPC_CFG);
}
