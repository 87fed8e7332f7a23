// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later
//
// A power resource for the root port at 00:10.0 (S80: slot 0x10, function 0), which is off in D3cold. On and off each
// write a byte to I/O port 0x4F0, which QEMU logs.
DefinitionBlock ("", "SSDT", 2, "TURN", "POWER", 1)
{
    External (\_SB.PCI0, DeviceObj)
    External (\_SB.PCI0.S80, DeviceObj)

    OperationRegion (TPWR, SystemIO, 0x4F0, 1)
    Field (TPWR, ByteAcc, NoLock, Preserve) { TPWB, 8 }

    Scope (\_SB.PCI0)
    {
        PowerResource (GPUP, 0, 0)
        {
            Name (STAT, 1)
            Method (_STA) { Return (STAT) }
            Method (_ON) { If (STAT == 0) { TPWB = 0x4E STAT = 1 } }   // 'N'
            Method (_OFF) { If (STAT == 1) { TPWB = 0x46 STAT = 0 } }  // 'F'
        }
    }

    Scope (\_SB.PCI0.S80)
    {
        Name (_PR0, Package () { \_SB.PCI0.GPUP })
        Name (_PR3, Package () { \_SB.PCI0.GPUP })
        Method (_S0W) { Return (4) }
    }
}
