// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-only
/*
 * For tests only, never installed: a driver that binds any function by driver_override
 * and blocks in remove() while the parameter hold is on, as host drivers of GPUs do
 * while a program uses the card. The blocked process cannot be killed.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/pci.h>

static bool hold = true;
module_param(hold, bool, 0644);
MODULE_PARM_DESC(hold, "Block in remove()");

static int blocker_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	return 0;
}

static void blocker_remove(struct pci_dev *pdev)
{
	while (READ_ONCE(hold))
		msleep(20);
}

static struct pci_driver blocker_driver = {
	.name = "blocker",
	.probe = blocker_probe,
	.remove = blocker_remove,
};
module_pci_driver(blocker_driver);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Test only: a driver whose remove() waits");
