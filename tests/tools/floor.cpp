// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// floor DIR < LIST: the minimum time one thread needs to read the files of LIST (one path per line, relative to DIR,
// in reading order). Opens each directory once, then opens, reads and closes its files relative to it, as the reader
// does; reads links with readlinkat, and also tries files that cannot be opened. Prints the milliseconds of that loop
// alone, without process start, reading LIST and classifying its paths.

#include <array>
#include <chrono>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <iostream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace
{

enum class Kind {
    File,
    Link,
    Directory
};

struct Entry {
    std::string name;
    Kind kind = Kind::File;
};

/// A run of entries in one directory.
struct Run {
    std::string directory;
    std::vector<Entry> entries;
};

Kind kindOf(int root, const std::string &path)
{
    struct stat status = {};
    if (::fstatat(root, path.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return Kind::File;
    if (S_ISLNK(status.st_mode))
        return Kind::Link;
    return S_ISDIR(status.st_mode) ? Kind::Directory : Kind::File;
}

/// Whether the files in `directory` can be opened from `above` by a short relative path, as power/control from a
/// function's directory: the reader opens no directory for these.
bool isSubdirectory(int root, const std::string &directory, const std::string &above)
{
    const size_t slash = directory.rfind('/');
    return slash == above.size() && directory.compare(0, slash, above) == 0 && kindOf(root, directory) == Kind::Directory;
}

std::vector<Run> readList(int root)
{
    std::vector<Run> runs;
    std::string path;
    while (std::getline(std::cin, path)) {
        while (!path.empty() && path.back() == '/')
            path.pop_back();
        const size_t slash = path.rfind('/');
        const std::string directory = slash == std::string::npos ? "." : path.substr(0, slash);
        const bool stays = !runs.empty() && (runs.back().directory == directory || isSubdirectory(root, directory, runs.back().directory));
        if (!stays)
            runs.push_back({directory, {}});
        runs.back().entries.push_back({stays ? path.substr(runs.back().directory.size() + 1) : path.substr(slash + 1), kindOf(root, path)});
    }
    return runs;
}

void readFile(int directory, const char *name)
{
    static std::array<char, 64 * 1024> buffer;
    const int file = ::openat(directory, name, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return;
    while (::read(file, buffer.data(), buffer.size()) == static_cast<ssize_t>(buffer.size())) { }
    ::close(file);
}

void readDirectory(int directory, const char *name)
{
    DIR *stream = ::fdopendir(::openat(directory, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!stream)
        return;
    while (::readdir(stream)) { }
    ::closedir(stream);
}

void readRun(int root, const Run &run)
{
    const int directory = ::openat(root, run.directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return;
    std::array<char, 4096> target;
    for (const Entry &entry : run.entries) {
        switch (entry.kind) {
        case Kind::File:
            readFile(directory, entry.name.c_str());
            break;
        case Kind::Link:
            (void)::readlinkat(directory, entry.name.c_str(), target.data(), target.size());
            break;
        case Kind::Directory:
            readDirectory(directory, entry.name.c_str());
            break;
        }
    }
    ::close(directory);
}

}

int main(int argc, char **argv)
{
    const int root = argc == 2 ? ::open(argv[1], O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
    if (root < 0) {
        std::fputs("Usage: floor DIR < LIST\n", stderr);
        return 2;
    }
    const std::vector<Run> runs = readList(root);
    const auto begin = std::chrono::steady_clock::now();
    for (const Run &run : runs)
        readRun(root, run);
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - begin;
    std::printf("%.1f\n", spent.count());
    return 0;
}
