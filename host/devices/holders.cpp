// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "holders.h"

#include "devicenodes.h"

#include "core/iommu/assignedtogether.h"
#include "core/pci/pciclass.h"

#include <algorithm>
#include <cerrno>
#include <set>

#include <linux/kcmp.h>
#include <sys/syscall.h>

namespace host
{

namespace
{
constexpr qsizetype mostHolders = 64; ///< named for each node, so that a process which opens it often makes no list long
constexpr qsizetype mostDescriptors = 500'000; ///< of all processes; any user can open very many, and the rest counts as unknown

/// GPUs, and what may go along with them.
std::vector<core::Function *> wantedFunctions(core::Snapshot &snapshot)
{
    std::set<const core::Function *> wanted;
    for (const core::Function &gpu : snapshot.functions) {
        if (!core::isGpu(gpu))
            continue;
        const core::Companions companions = core::companionsOf(snapshot, gpu);
        for (const auto *list : {&companions.required, &companions.card, &companions.optional})
            wanted.insert(list->begin(), list->end());
    }
    std::vector<core::Function *> functions;
    for (core::Function &function : snapshot.functions) {
        if (wanted.contains(&function))
            functions.push_back(&function);
    }
    return functions;
}

/// Whether the processes in `proc` are those that system calls of this process name.
bool isOwnProc(const Directory &proc)
{
    const auto self = proc.isProcfs() ? proc.link("self") : std::nullopt;
    return self && unsignedNumber(*self) == quint64(::getpid());
}

class Search
{
public:
    Search(const Directory &root, const DeviceNodes &nodes)
        : m_proc(root.child("proc"))
        , m_nodes(nodes)
        , m_byNumber(m_proc.isProcfs())
        , m_ownProc(isOwnProc(m_proc))
    {
    }

    /// Whether the descriptors of every process could be read.
    bool run();
    core::Holders holders(core::Function *function) const;

private:
    bool look(const char *pid);
    bool lookAtThreads(const char *pid);
    void addUses(const char *pid);
    bool lookAt(const std::string &path);
    bool sharesDescriptors(const char *pid, const char *thread) const;
    std::string nodeOf(const Directory &descriptors, const char *descriptor) const;
    void add(core::Function *function, const char *pid, const std::string &node);
    QString controlGroup(const char *pid) const;

    Directory m_proc;
    const DeviceNodes &m_nodes;
    const bool m_byNumber;
    const bool m_ownProc;
    std::set<std::string> m_open; ///< the nodes of the process that is looked at
    qsizetype m_examined = 0;
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
    m_open.clear();
    const bool complete = lookAt(std::string(pid) + "/fd") && lookAtThreads(pid);
    addUses(pid);
    return complete;
}

/// A node of a driver counts for each of its GPUs, but where the process has some of those open by their own nodes, only for
/// these.
void Search::addUses(const char *pid)
{
    std::set<core::Function *> own;
    for (const std::string &node : m_open) {
        if (const auto functions = m_nodes.functionsOf(node); functions.size() == 1)
            own.insert(functions.front());
    }
    const auto usesAnotherOf = [&own](const core::Function *function) {
        return std::ranges::any_of(own, [function](const core::Function *other) {
            return other->driver.valueOr({}) == function->driver.valueOr({});
        });
    };
    for (const std::string &node : m_open) {
        const auto functions = m_nodes.functionsOf(node);
        const bool isOfDriver = functions.size() > 1 && !node.starts_with("/dev/vfio/");
        for (core::Function *function : functions) {
            if (!isOfDriver || own.contains(function) || !usesAnotherOf(function))
                add(function, pid, node);
        }
    }
}

/// Threads usually share their descriptors (clone(2), CLONE_FILES).
bool Search::lookAtThreads(const char *pid)
{
    const std::string tasks = std::string(pid) + "/task";
    constexpr unsigned linksOfOneThread = 3; // fs/proc/base.c, proc_task_getattr
    if (m_byNumber && m_proc.linkCount(tasks.c_str()) <= linksOfOneThread)
        return true;
    bool complete = true;
    m_proc.child(tasks.c_str()).forEachEntry([&](const char *thread) {
        if (std::string_view(thread) != pid && !sharesDescriptors(pid, thread) && !lookAt(tasks + '/' + thread + "/fd"))
            complete = false;
    });
    return complete;
}

bool Search::sharesDescriptors(const char *pid, const char *thread) const
{
    return m_ownProc && ::syscall(SYS_kcmp, pid_t(*unsignedNumber(pid)), pid_t(unsignedNumber(thread).value_or(0)), KCMP_FILES, 0, 0) == 0;
}

bool Search::lookAt(const std::string &path)
{
    const Directory descriptors = m_proc.child(path.c_str());
    if (!descriptors.isOpen())
        return descriptors.error() == ENOENT || descriptors.error() == ESRCH; // it has ended
    bool complete = true;
    descriptors.forEachEntry([&](const char *descriptor) {
        if (++m_examined > mostDescriptors) {
            complete = false;
            return;
        }
        errno = 0;
        const std::string node = nodeOf(descriptors, descriptor);
        if (node.empty() && errno == EACCES) // listed, but not readable: fs/proc/base.c, proc_pid_readlink
            complete = false;
        if (!node.empty() && !m_nodes.functionsOf(node).empty())
            m_open.insert(node);
    });
    return complete;
}

/// The kernel's name of the node behind a descriptor; empty for anything else.
std::string Search::nodeOf(const Directory &descriptors, const char *descriptor) const
{
    if (m_byNumber) {
        const auto number = descriptors.characterDevice(descriptor);
        return number ? m_nodes.nameOf(*number) : std::string();
    }
    const auto target = descriptors.link(descriptor);
    return target && target->starts_with("/dev/") ? std::string(*target) : std::string();
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
    core::Holder holder{.pid = qint64(*unsignedNumber(pid)),
                        .command = command ? QString::fromUtf8(command->data(), qsizetype(command->size())) : QString(),
                        .node = QString::fromStdString(node)};
    holder.controlGroup = controlGroup(pid);
    if (!found.contains(holder))
        found.append(holder);
}

/// Lines of "0::/system.slice/x.service", or with version 1 "1:name=systemd:/system.slice/x.service" (cgroups(7)).
QString Search::controlGroup(const char *pid) const
{
    const auto lines = m_proc.read(pid, Attribute::ProcessControlGroup);
    std::string_view rest = lines ? *lines : std::string_view();
    while (!rest.empty()) {
        std::string_view path = take(rest, '\n');
        const std::string_view hierarchy = take(path, ':');
        const std::string_view controllers = take(path, ':');
        const bool isSystemd = controllers == "name=systemd" || (hierarchy == "0" && controllers.empty());
        if (isSystemd && path.size() > 1)
            return QString::fromUtf8(path.data(), qsizetype(path.size()));
    }
    return {};
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

void readHolders(const Directory &root, core::Snapshot &snapshot)
{
    const std::vector<core::Function *> wanted = wantedFunctions(snapshot);
    if (wanted.empty())
        return;
    const FunctionIndex functions(snapshot.functions);
    const DeviceNodes nodes(root, functions, wanted);
    Search search(root, nodes);
    const bool complete = search.run();
    for (core::Function *function : wanted) {
        core::Holders holders = search.holders(function);
        holders.complete = complete;
        function->holders = holders;
    }
}

}
