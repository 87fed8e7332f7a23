// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later
//
//   faults ADDRESS bind|open|unbind   repeats the action with the first, second, third ... kernel allocation failing until
//                                     none is left, and prints how often the action failed
//
// Uses /proc/self/task/TID/fail-nth, see Documentation/fault-injection/fault-injection.rst.

#include "vfio.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <sys/ioctl.h>
#include <unistd.h>

namespace
{
constexpr int tooMany = 20000;

void must(bool done, const char *what)
{
    if (!done) {
        perror(what);
        exit(3);
    }
}

std::string sysfs(const std::string &address)
{
    return "/sys/bus/pci/devices/" + address;
}

bool isBound(const std::string &address)
{
    return access((sysfs(address) + "/driver").c_str(), F_OK) == 0;
}

/// Opens the file in advance, so that faults can hit only the write.
class Control
{
public:
    Control(const std::string &file, const std::string &text)
        : m_fd(open(file.c_str(), O_WRONLY))
        , m_text(text)
    {
        must(m_fd >= 0, file.c_str());
    }
    ~Control()
    {
        close(m_fd);
    }
    Control(const Control &) = delete;
    Control &operator=(const Control &) = delete;
    bool write() const
    {
        return pwrite(m_fd, m_text.data(), m_text.size(), 0) == ssize_t(m_text.size());
    }

private:
    int m_fd;
    std::string m_text;
};

/// Runs `action` with its nth allocation failing; false if it made fewer allocations.
bool withFault(int failNth, int nth, const std::function<void()> &action)
{
    char text[16] = {};
    snprintf(text, sizeof(text), "%d", nth);
    must(pwrite(failNth, text, strlen(text), 0) > 0, "fail-nth");
    action();
    memset(text, 0, sizeof(text));
    must(pread(failNth, text, sizeof(text) - 1, 0) > 0, "fail-nth");
    const bool failed = atoi(text) == 0;
    must(pwrite(failNth, "0", 1, 0) > 0, "fail-nth");
    return failed;
}

struct Action {
    std::function<void()> before;
    std::function<bool()> act; ///< runs with faults; true on success
    std::function<void()> after; ///< restores the state before the action
};

int repeat(const char *what, const Action &action)
{
    const int failNth = open("/proc/thread-self/fail-nth", O_RDWR);
    must(failNth >= 0, "fail-nth");
    int failures = 0;
    for (int nth = 1; nth < tooMany; ++nth) {
        action.before();
        bool done = false;
        const bool failed = withFault(failNth, nth, [&] {
            done = action.act();
        });
        action.after();
        failures += !done;
        if (!failed) {
            printf("%s: %d allocations failed in turn, %d attempts failed, the last one %s\n", what, nth - 1, failures, done ? "succeeded" : "failed");
            return done && nth > 1 ? 0 : 1;
        }
    }
    printf("%s: allocations still fail after the limit\n", what);
    return 1;
}

int binding(const std::string &address, bool faultsWhileUnbinding)
{
    const Control bind("/sys/bus/pci/drivers_probe", address);
    const auto unbind = [&] {
        return Control(sysfs(address) + "/driver/unbind", address).write();
    };
    if (faultsWhileUnbinding) {
        Control *control = nullptr;
        return repeat("unbind",
                      {[&] {
                           must(bind.write() && isBound(address), "bind");
                           control = new Control(sysfs(address) + "/driver/unbind", address);
                       },
                       [&] {
                           return control->write() && !isBound(address);
                       },
                       [&] { // the write may fail before it reaches the driver
                           must(!isBound(address) || control->write(), "unbind");
                           delete control;
                       }});
    }
    return repeat("bind",
                  {[] {},
                   [&] {
                       return bind.write() && isBound(address);
                   },
                   [&] {
                       must(!isBound(address) || unbind(), "unbind");
                   }});
}

int opening(const std::string &address)
{
    const std::string group = "/dev/vfio/" + groupOf(address);
    int container = -1, groupFd = -1, device = -1;
    return repeat("open",
                  {[&] {
                       container = open("/dev/vfio/vfio", O_RDWR);
                       groupFd = open(group.c_str(), O_RDWR);
                       must(ioctl(groupFd, VFIO_GROUP_SET_CONTAINER, &container) == 0, "VFIO_GROUP_SET_CONTAINER");
                       must(ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU) == 0, "VFIO_SET_IOMMU");
                   },
                   [&] {
                       device = ioctl(groupFd, VFIO_GROUP_GET_DEVICE_FD, address.c_str());
                       return device >= 0;
                   },
                   [&] {
                       if (device >= 0)
                           close(device);
                       close(groupFd);
                       close(container);
                   }});
}
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const std::string what = argv[2];
    setvbuf(stdout, nullptr, _IOLBF, 0);
    return what == "open" ? opening(argv[1]) : binding(argv[1], what == "unbind");
}
