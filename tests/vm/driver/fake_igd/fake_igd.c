// SPDX-License-Identifier: GPL-2.0-only
/*
 * For tests only, never installed: emulate the IDs and the ASLS register of an Intel
 * IGD in config space of 00:02.0. Remove and rescan the function afterwards to update
 * its pci_dev. drivers/pci/pcie/aer_inject.c replaces a bus's ops in the same way.
 */
#include <linux/module.h>
#include <linux/pci.h>

#define FAKE_DEVFN	PCI_DEVFN(2, 0)
#define FAKE_ID		0x46a68086u	/* device, vendor */
#define ASLS		0xfc

static unsigned int asls;
module_param(asls, uint, 0444);
MODULE_PARM_DESC(asls, "Value of the ASLS register: physical address of the OpRegion");

static struct pci_bus *bus;
static struct pci_ops *true_ops;

static u32 fake_bytes(u32 dword, int where, int size)
{
	dword >>= 8 * (where & 3);
	return size == 4 ? dword : dword & (BIT(8 * size) - 1);
}

static int fake_read(struct pci_bus *on, unsigned int devfn, int where, int size, u32 *value)
{
	int aligned = where & ~3;

	if (devfn == FAKE_DEVFN && aligned == PCI_VENDOR_ID) {
		*value = fake_bytes(FAKE_ID, where, size);
		return PCIBIOS_SUCCESSFUL;
	}
	if (devfn == FAKE_DEVFN && aligned == ASLS) {
		*value = fake_bytes(asls, where, size);
		return PCIBIOS_SUCCESSFUL;
	}
	return true_ops->read(on, devfn, where, size, value);
}

static int fake_write(struct pci_bus *on, unsigned int devfn, int where, int size, u32 value)
{
	return true_ops->write(on, devfn, where, size, value);
}

static struct pci_ops fake_ops = {
	.read = fake_read,
	.write = fake_write,
};

static int __init fake_init(void)
{
	bus = pci_find_bus(0, 0);
	if (!bus)
		return -ENODEV;
	true_ops = pci_bus_set_ops(bus, &fake_ops);
	return 0;
}
module_init(fake_init);

static void __exit fake_exit(void)
{
	pci_bus_set_ops(bus, true_ops);
}
module_exit(fake_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Emulates config space of an Intel IGD, for tests only");
