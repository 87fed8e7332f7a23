// SPDX-License-Identifier: GPL-2.0-only
/*
 * The turnout/ attributes of a bound device, documented in
 * ABI/sysfs-bus-pci-devices-turnout.
 */
#include <linux/math64.h>
#include <linux/sysfs.h>

#include "compat.h"
#include "turnout.h"

static const char * const idle_state_names[] = {
	[TURNOUT_IDLE_D0] = "d0",
	[TURNOUT_IDLE_D3HOT] = "d3hot",
	[TURNOUT_IDLE_D3COLD] = "d3cold",
};

static ssize_t vga_access_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n",
			  READ_ONCE(turnout_from_dev(dev)->vga_hidden) ? "off" : "on");
}

static ssize_t vga_access_store(struct device *dev, struct device_attribute *attr,
				const char *buf, size_t count)
{
	struct turnout_device *tdev = turnout_from_dev(dev);
	bool on;
	int ret;

	if (sysfs_streq(buf, "on"))
		on = true;
	else if (sysfs_streq(buf, "off"))
		on = false;
	else
		return -EINVAL;

	mutex_lock(&tdev->policy_lock);
	ret = tdev->removing ? -ENODEV : turnout_vga_set_hidden(tdev, !on);
	mutex_unlock(&tdev->policy_lock);
	return ret ? ret : count;
}
static DEVICE_ATTR_RW(vga_access);

static ssize_t idle_state_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct turnout_device *tdev = turnout_from_dev(dev);

	return sysfs_emit(buf, "%s\n", idle_state_names[READ_ONCE(tdev->idle_state)]);
}

static ssize_t idle_state_store(struct device *dev, struct device_attribute *attr,
				const char *buf, size_t count)
{
	struct turnout_device *tdev = turnout_from_dev(dev);
	int state, ret;

	state = sysfs_match_string(idle_state_names, buf);
	if (state < 0)
		return state;

	mutex_lock(&tdev->policy_lock);
	ret = tdev->removing ? -ENODEV : turnout_power_set_idle(tdev, state);
	mutex_unlock(&tdev->policy_lock);
	return ret ? ret : count;
}
static DEVICE_ATTR_RW(idle_state);

static ssize_t in_use_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", READ_ONCE(turnout_from_dev(dev)->in_use));
}
static DEVICE_ATTR_RO(in_use);

static ssize_t suspended_time_ms_show(struct device *dev, struct device_attribute *attr,
				      char *buf)
{
	u64 ns = atomic64_read(&turnout_from_dev(dev)->suspended_ns);

	return sysfs_emit(buf, "%llu\n", div_u64(ns, NSEC_PER_MSEC));
}
static DEVICE_ATTR_RO(suspended_time_ms);

static ssize_t opregion_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return turnout_igd_describe(turnout_from_dev(dev), buf);
}
static DEVICE_ATTR_RO(opregion);

static ssize_t turnout_emit_counter(atomic_t *counter, char *buf)
{
	return sysfs_emit(buf, "%u\n", (unsigned int)atomic_read(counter));
}

static ssize_t open_count_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return turnout_emit_counter(&turnout_from_dev(dev)->open_count, buf);
}
static DEVICE_ATTR_RO(open_count);

static ssize_t request_count_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return turnout_emit_counter(&turnout_from_dev(dev)->request_count, buf);
}
static DEVICE_ATTR_RO(request_count);

static ssize_t suspend_count_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return turnout_emit_counter(&turnout_from_dev(dev)->suspend_count, buf);
}
static DEVICE_ATTR_RO(suspend_count);

static ssize_t wake_count_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return turnout_emit_counter(&turnout_from_dev(dev)->wake_count, buf);
}
static DEVICE_ATTR_RO(wake_count);

static ssize_t wake_failures_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return turnout_emit_counter(&turnout_from_dev(dev)->wake_failures, buf);
}
static DEVICE_ATTR_RO(wake_failures);

static struct attribute *turnout_attributes[] = {
	&dev_attr_vga_access.attr,
	&dev_attr_idle_state.attr,
	&dev_attr_in_use.attr,
	&dev_attr_open_count.attr,
	&dev_attr_request_count.attr,
	&dev_attr_suspend_count.attr,
	&dev_attr_suspended_time_ms.attr,
	&dev_attr_wake_count.attr,
	&dev_attr_wake_failures.attr,
	&dev_attr_opregion.attr,
	NULL
};

/* Hide counters that would stay at 0. */
static umode_t turnout_is_visible(struct kobject *kobj, struct attribute *attr, int n)
{
	struct turnout_device *tdev = turnout_from_dev(kobj_to_dev(kobj));

	if (!turnout_power_is_counted(tdev) &&
	    (attr == &dev_attr_suspend_count.attr || attr == &dev_attr_wake_count.attr ||
	     attr == &dev_attr_wake_failures.attr || attr == &dev_attr_suspended_time_ms.attr))
		return 0;
	return attr->mode;
}

const struct attribute_group turnout_attribute_group = {
	.name = "turnout",
	.is_visible = turnout_is_visible,
	.attrs = turnout_attributes,
};
