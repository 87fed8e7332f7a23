// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"
#include "machinecondition.h"

namespace core
{

/// How kernel parameters are changed with one way of booting.
struct ParameterPlace {
    enum class How : quint8 {
        Variable, ///< between the quotation marks of `place` in `file`
        OnlyLine, ///< in the only line of `file`
        Line, ///< in the line of `file` that begins with `place`
        SecondQuotes, ///< between the second pair of quotation marks of each line of `file`
        Setting, ///< in the setting `place` of `file`
        Command, ///< by `add` and `remove`
        Replace, ///< by `add`, which replaces those set before
        Editor, ///< in the editor that `run` opens
        Image, ///< in `place` of the image or `file`, used by `run`
    };
    QString id;
    QString system; ///< a name, as in "With %1, ..."
    MachineCondition when;
    How how{};
    QString file;
    QString place;
    QString run; ///< applies the change; empty: none is needed
    QString add; ///< has PARAMETER or PARAMETERS
    QString remove;
    QString ineffective; ///< a file that has no effect here, although advice found elsewhere names it
    QString source; ///< URL

    bool operator==(const ParameterPlace &) const = default;
};

/// A machine on which an initramfs that Turnout builds is not known to be the one that boots.
struct UnknownImage {
    enum class Because : quint8 {
        BuiltElsewhere, ///< the system's own tools provide the image
        Managed, ///< an appliance keeps its own configuration
        Declared, ///< everything is generated from `file`
        Volatile, ///< a live system
        ReadOnly, ///< `system` is on a read-only file system
        OtherBuilder, ///< `system` is the program that builds it
        OtherName, ///< the builder writes it under another name than the one that boots
        Unified, ///< a unified kernel image, by a builder that is not known
    };
    QString id;
    QString system;
    MachineCondition when;
    Because because{};
    QString file;
    QStringList byHand; ///< commands, or settings of `file`; IDS stands for the PCI IDs
    QString run; ///< applies the settings
    QString source;

    bool operator==(const UnknownImage &) const = default;
};

struct BootSetups {
    QList<ParameterPlace> parameters; ///< the first that applies counts
    QList<UnknownImage> images;
};

/// Strict; an error names the entry.
Result<BootSetups> bootSetupsFromJson(const QByteArray &json);

/// The compiled-in resources/boot-setups.json.
const BootSetups &bootSetups();

/// Absolute paths whose existence the conditions ask for, sorted; after a colon, a line of the file.
QStringList markerFiles();

/// Null where none applies.
const ParameterPlace *parameterPlaceOf(const Machine &machine);
const UnknownImage *unknownImageOf(const Machine &machine);

}
