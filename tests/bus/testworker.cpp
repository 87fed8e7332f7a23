// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// The tests' worker: the installed worker's library on a simulated kernel. Listens on "worker.socket" in the simulated machine's
// directory, as turnout-worker.socket does for the installed one, and writes that directory to FILE. Audit lines go to "audit"
// in it.

#include "helper/worker/serve.h"
#include "tests/helper/simulatedkernel.h"

#include <csignal>
#include <cstdio>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace
{
int listenAt(const QByteArray &path)
{
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.constData(), sizeof(address.sun_path) - 1);
    const bool bound = ::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) == 0;
    return bound && ::listen(socket, 8) == 0 ? socket : -1;
}

bool announce(const char *file, const SimulatedKernel &kernel)
{
    QFile announcement(QString::fromLocal8Bit(file));
    return announcement.open(QIODevice::WriteOnly) && announcement.write(kernel.tree().path().toUtf8()) > 0;
}
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fputs("usage: testworker FILE\n", stderr);
        return 2;
    }
    const SimulatedKernel kernel;
    const auto audit = [&kernel](const QString &line) {
        QFile file(kernel.tree().path("audit"));
        if (file.open(QIODevice::Append))
            file.write(line.toUtf8() + '\n');
    };
    const int socket = listenAt(kernel.tree().path("worker.socket").toUtf8());
    if (socket < 0 || !announce(argv[1], kernel))
        return 1;
    std::signal(SIGCHLD, SIG_IGN);
    for (;;) {
        const int connection = ::accept4(socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection >= 0 && ::fork() == 0) {
            std::signal(SIGCHLD, SIG_DFL);
            ::_exit(helper::serve(connection, kernel.context(), audit));
        }
        ::close(connection);
    }
}
