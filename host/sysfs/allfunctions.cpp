// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "allfunctions.h"

#include "directory.h"
#include "functionreader.h"

#include <QThread>

#include <algorithm>
#include <atomic>
#include <deque>
#include <memory>
#include <span>

namespace host
{

namespace
{
/// Below this a thread costs more than it saves.
constexpr size_t worthThreads = 128;
constexpr unsigned maximumThreads = 4;

/// Owned by each thread; only the identities are shared.
class OwnReader
{
public:
    OwnReader(const std::string &devicesPath, Identities &identities)
        : m_devices(Directory::root(*m_access, devicesPath))
        , m_reader(m_devices, identities, m_strings)
    {
    }

    FunctionReader &reader()
    {
        return m_reader;
    }

private:
    std::unique_ptr<Access> m_access = std::make_unique<Access>();
    Directory m_devices;
    StringPool m_strings;
    FunctionReader m_reader;
};

/// Reads the functions level by level from the root buses down, because whether a function may be read depends on whether
/// the one above it is suspended.
class AllFunctions
{
public:
    AllFunctions(std::vector<FunctionLocation> locations, const Directory &devices, const std::string &devicesPath, Identities &identities, bool alone)
        : m_locations(std::move(locations))
        , m_read(m_locations.size())
        , m_suspended(m_locations.size())
        , m_reader(devices, identities, m_strings)
    {
        const unsigned threads = alone || m_locations.size() < worthThreads ? 1 : std::clamp(unsigned(QThread::idealThreadCount()), 1u, maximumThreads);
        for (unsigned i = 1; i < threads; ++i)
            m_helpers.emplace_back(devicesPath, identities);
    }

    std::vector<core::Function> read()
    {
        const std::vector<size_t> order = parentsFirst(m_locations);
        for (std::span<const size_t> left = order; !left.empty();) {
            const int depth = m_locations[left.front()].depth;
            const auto end = std::ranges::find_if(left, [&](size_t i) {
                return m_locations[i].depth != depth;
            });
            const std::span level = left.first(size_t(end - left.begin()));
            readLevel(level);
            left = left.subspan(level.size());
        }
        return found();
    }

private:
    void readLevel(std::span<const size_t> level)
    {
        std::atomic<size_t> next = 0;
        const auto work = [&](FunctionReader &reader) {
            for (size_t i = next++; i < level.size(); i = next++)
                readOne(reader, level[i]);
        };
        // Without a free thread QThread only warns, and this thread does all the work; std::thread would end the program.
        std::vector<std::unique_ptr<QThread>> threads;
        if (level.size() >= worthThreads) {
            for (OwnReader &helper : m_helpers) {
                threads.emplace_back(QThread::create(work, std::ref(helper.reader())));
                threads.back()->start();
            }
        }
        work(m_reader);
        for (const auto &thread : threads)
            thread->wait();
    }

    void readOne(FunctionReader &reader, size_t i)
    {
        auto result = reader.read(m_locations[i], isAboveSuspended(m_locations[i]));
        if (!result)
            return;
        m_suspended[i] = result->suspended;
        m_read[i] = std::move(result->function);
    }

    bool isAboveSuspended(const FunctionLocation &location) const
    {
        const auto above = location.above ? std::ranges::lower_bound(m_locations, *location.above, {}, &FunctionLocation::address) : m_locations.end();
        return above != m_locations.end() && above->address == *location.above && m_suspended[size_t(above - m_locations.begin())];
    }

    std::vector<core::Function> found()
    {
        std::vector<core::Function> functions;
        functions.reserve(m_read.size());
        for (auto &function : m_read) {
            if (function)
                functions.push_back(std::move(*function));
        }
        return functions;
    }

    const std::vector<FunctionLocation> m_locations;
    std::vector<std::optional<core::Function>> m_read;
    std::vector<quint8> m_suspended; // not bool: two threads would write bits of one byte
    StringPool m_strings;
    FunctionReader m_reader;
    std::deque<OwnReader> m_helpers;
};
}

std::vector<core::Function>
readFunctions(std::vector<FunctionLocation> locations, const Directory &devices, const std::string &devicesPath, Identities &identities, bool alone)
{
    return AllFunctions(std::move(locations), devices, devicesPath, identities, alone).read();
}

}
