// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/pci/configspace.h"

#include <cstdlib>

/// Any bytes as a config space: the decoders must end, stay in bounds, and agree on whether it is valid.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    core::ConfigBytes source(QByteArrayView(data, qsizetype(size)));
    const auto header = core::decodeHeader(source);
    const auto capabilities = core::decodeCapabilities(source);
    if (!header && capabilities)
        std::abort();
    if (capabilities && capabilities->resizableBars.size() > 6)
        std::abort();
    return 0;
}
