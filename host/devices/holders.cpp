// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "holders.h"

#include "core/pci/pciclass.h"

#include <algorithm>
#include <cerrno>
#include <map>

namespace host
{

namespace
{
constexpr quint32 displayBaseClass = 0x03; // include/linux/pci_ids.h PCI_BASE_CLASS_DISPLAY
constexpr qsizetype mostHolders = 64; ///< named for each node, so that a process which opens it often makes no list long

/// Which functions a device node stands for: one, or for a VFIO group several.
class Nodes
{
public:
    Nodes(const Directory &root, const FunctionIndex &functions);

    const std::vector<core::Function *> &functions() const
    {
        return m_functions;
    }
    std::vector<core::Function *> of(std::string_view path) const;

private:
    void add(const Directory &root, core::Function &function);
    void addVfio(const Directory &root, core::Function &function);
    void addNvidia(const Directory &root, core::Function &function);

    std::vector<core::Function *> m_functions;
    std::multimap<std::string, core::Function *, std::less<>> m_nodes;
};

Nodes::Nodes(const Directory &root, const FunctionIndex &functions)
{
    const auto isDisplay = [](const core::Function &function) {
        return function.classCode >> 16 == displayBaseClass;
    };
    auto &all = functions.all();
    for (auto first = all.begin(); first != all.end();) {
        const auto last = std::find_if(first, all.end(), [&](const core::Function &function) {
            return !function.address.sameSlot(first->address);
        });
        if (std::any_of(first, last, isDisplay)) {
            for (auto &function : std::ranges::subrange(first, last))
                add(root, function);
        }
        first = last;
    }
}

void Nodes::add(const Directory &root, core::Function &function)
{
    m_functions.push_back(&function);
    for (const QString &node : std::as_const(function.drmNodes))
        m_nodes.emplace("/dev/dri/" + node.toStdString(), &function);
    for (const QString &node : std::as_const(function.framebuffers))
        m_nodes.emplace("/dev/" + node.toStdString(), &function);
    for (const QString &card : std::as_const(function.soundCards))
        m_nodes.emplace(card.toStdString(), &function);
    if (function.group)
        m_nodes.emplace("/dev/vfio/" + std::to_string(number(*function.group)), &function);
    if (core::isOnVfio(function))
        addVfio(root, function);
    if (function.driver && *function.driver == QLatin1String("nvidia"))
        addNvidia(root, function);
}

/// Beside the group's node, a node of the device's own for users of IOMMUFD (drivers/vfio/device_cdev.c, since Linux 6.6).
void Nodes::addVfio(const Directory &root, core::Function &function)
{
    root.child(("sys/bus/pci/devices/" + function.address.toString().toStdString() + "/vfio-dev").c_str()).forEachEntry([&](const char *name) {
        m_nodes.emplace(std::string("/dev/vfio/devices/") + name, &function);
    });
}

/// The driver numbers its nodes in its own order, which only procfs shows. Reading that wakes, and the function may have
/// been suspended since it was read, so its status is read again, as the only attribute.
void Nodes::addNvidia(const Directory &root, core::Function &function)
{
    const std::string address = function.address.toString().toStdString();
    const auto status = root.child(("sys/bus/pci/devices/" + address).c_str()).read(Attribute::RuntimeStatus);
    const bool wasSuspended = function.capabilities.why() == core::Unread::Suspended || function.powerState.valueOr({}).startsWith(QLatin1String("D3"));
    const bool sleeps = wasSuspended || !status || status->starts_with("suspend");
    Directory gpu = root.child(("proc/driver/nvidia/gpus/" + address).c_str());
    gpu.setWakefulness(sleeps ? Wakefulness::Suspended : Wakefulness::Active);
    const auto information = gpu.read(Attribute::NvidiaInformation);
    std::string_view rest = information ? *information : std::string_view();
    while (!rest.empty()) {
        std::string_view value = take(rest, '\n');
        if (trimmed(take(value, ':')) == "Device Minor")
            m_nodes.emplace("/dev/nvidia" + std::string(trimmed(value)), &function);
    }
}

/// "/dev/snd/pcmC1D3p" belongs to "card1"; all other nodes stand for themselves.
std::string nodeKey(std::string_view path)
{
    constexpr std::string_view sound = "/dev/snd/";
    const auto c = path.starts_with(sound) ? path.find('C', sound.size()) : std::string_view::npos;
    if (c == std::string_view::npos)
        return std::string(path);
    const auto digits = path.substr(c + 1);
    return "card" + std::string(digits.substr(0, std::min(digits.find_first_not_of("0123456789"), digits.size())));
}

std::vector<core::Function *> Nodes::of(std::string_view path) const
{
    std::vector<core::Function *> found;
    if (!path.starts_with("/dev/"))
        return found;
    const auto [first, last] = m_nodes.equal_range(nodeKey(path));
    for (auto node = first; node != last; ++node)
        found.push_back(node->second);
    return found;
}

class Search
{
public:
    Search(const Directory &root, const Nodes &nodes)
        : m_proc(root.child("proc"))
        , m_nodes(nodes)
    {
    }

    /// Whether the descriptors of every process could be read.
    bool run();
    core::Holders holders(core::Function *function) const;

private:
    bool look(const char *pid);
    void add(core::Function *function, const char *pid, const std::string &node);

    Directory m_proc;
    const Nodes &m_nodes;
    std::map<core::Function *, QList<core::Holder>> m_found;
};

bool Search::run()
{
    bool complete = m_proc.isOpen();
    m_proc.forEachEntry([&](const char *entry) {
        if (unsignedNumber(entry) && !look(entry))
            complete = false;
    });
    return complete;
}

bool Search::look(const char *pid)
{
    const Directory descriptors = m_proc.child((std::string(pid) + "/fd").c_str());
    if (!descriptors.isOpen())
        return descriptors.error() == ENOENT || descriptors.error() == ESRCH; // it has ended
    bool complete = true;
    descriptors.forEachEntry([&](const char *descriptor) {
        const auto target = descriptors.link(descriptor);
        if (!target && errno == EACCES) // listed, but not readable: fs/proc/base.c, proc_pid_readlink
            complete = false;
        const std::string node = target ? std::string(*target) : std::string();
        for (core::Function *function : m_nodes.of(node))
            add(function, pid, node);
    });
    return complete;
}

void Search::add(core::Function *function, const char *pid, const std::string &node)
{
    QList<core::Holder> &found = m_found[function];
    // For each node by itself, so that a process with many descriptors of one node hides no holder of another.
    const auto isOfNode = [key = nodeKey(node)](const core::Holder &holder) {
        return nodeKey(holder.node.toStdString()) == key;
    };
    if (std::ranges::count_if(found, isOfNode) >= mostHolders)
        return;
    const auto command = m_proc.read(pid, Attribute::ProcessName);
    const core::Holder holder{.pid = qint64(*unsignedNumber(pid)),
                              .command = command ? QString::fromUtf8(command->data(), qsizetype(command->size())) : QString(),
                              .node = QString::fromStdString(node)};
    if (!found.contains(holder))
        found.append(holder);
}

core::Holders Search::holders(core::Function *function) const
{
    const auto found = m_found.find(function);
    core::Holders holders;
    if (found != m_found.end())
        holders.processes = found->second;
    std::ranges::sort(holders.processes, {}, [](const core::Holder &holder) {
        return std::pair(holder.pid, holder.node);
    });
    return holders;
}
}

void readHolders(const Directory &root, const FunctionIndex &functions)
{
    const Nodes nodes(root, functions);
    if (nodes.functions().empty())
        return;
    Search search(root, nodes);
    const bool complete = search.run();
    for (core::Function *function : nodes.functions()) {
        core::Holders holders = search.holders(function);
        holders.complete = complete;
        function->holders = holders;
    }
}

}
