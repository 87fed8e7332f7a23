#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails unless the IDs of the helper and its actions agree everywhere: in the installed main, KAuth's install macros, the
.actions file, the policy generated from it, the slots of the service and the verbs of core. Also fails unless each action
has the policy that docs/threat-model.md describes.

Usage: actionids.py TREE POLICY
"""

import configparser
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ID = "org.turnout.helper"
# For the active session and for an inactive one.
POLICIES = {
    "inspect": ("yes", "no"),
    "assign": ("auth_admin_keep", "no"),
    "assign.accepting": ("auth_admin", "no"),
    "release": ("auth_admin_keep", "no"),
    "power": ("yes", "auth_admin"),
    "vga": ("auth_admin_keep", "no"),
    "reset": ("auth_admin_keep", "no"),
    "persist": ("auth_admin", "no"),
    "persist.accepting": ("auth_admin", "no"),
    "unpersist": ("auth_admin", "no"),
    "recover": ("auth_admin_keep", "no"),
    "result": ("yes", "yes"),
}
VERBS = sorted(action for action in POLICIES if "." not in action and action != "result")
ACCEPTING = sorted(action.removesuffix(".accepting") for action in POLICIES if action.endswith(".accepting"))

tree = Path(sys.argv[1])
failures = []


def same(what, found, wanted):
    if found != wanted:
        failures.append(f"{what}: {found}, expected {wanted}")


def text(path):
    return (tree / path).read_text()


main = text("helper/service/main.cpp")
same("helperMain() in helper/service/main.cpp", re.findall(r'helperMain\(argc, argv, "([^"]+)"', main), [ID])
cmake = text("helper/CMakeLists.txt")
same("kauth_install_helper_files", re.findall(r"kauth_install_helper_files\(\S+ (\S+) root\)", cmake), [ID])
same("kauth_install_actions", re.findall(r"kauth_install_actions\((\S+) ", cmake), [ID])

actions = configparser.ConfigParser(interpolation=None)
actions.read(tree / "helper/org.turnout.helper.actions")
same("the actions of the .actions file", sorted(set(actions.sections()) - {"Domain"}), sorted(f"{ID}.{verb}" for verb in POLICIES))
policy = {
    action.get("id"): (action.findtext("defaults/allow_active"), action.findtext("defaults/allow_inactive"))
    for action in ElementTree.parse(sys.argv[2]).iter("action")
}
same("the policy", policy, {f"{ID}.{verb}": levels for verb, levels in POLICIES.items()})

slots = text("helper/service/service.h").split("public Q_SLOTS:")[1].split("private:")[0]
same("the slots of helper/service/service.h", sorted(re.findall(r"KAuth::ActionReply (\w+)\(const QVariantMap", slots)),
     sorted(action.replace(".", "_") for action in POLICIES))
keywords = re.findall(r'\.keyword = "(\w+)"_L1', text("core/operation/goal.cpp"))
same("the verbs of core/operation/goal.cpp", sorted(keywords), VERBS)
accepting = re.findall(r'\.keyword = "(\w+)"_L1[^}]*\.takesAccepted = true', text("core/operation/goal.cpp"))
same("the verbs that take accepted blockers in core/operation/goal.cpp", sorted(accepting), ACCEPTING)
free = re.findall(r'\.keyword = "(\w+)"_L1[^}]*\.needsPassword = false', text("core/operation/goal.cpp"))
same("the verbs without a password in core/operation/goal.cpp", sorted(free), [verb for verb in VERBS if POLICIES[verb][0] == "yes"])

clients = [path for path in (tree / "app").rglob("*.cpp") if "KAuth" in path.read_text()]
for path in clients:
    for name in re.findall(r'"(org\.turnout\.helper[^"]*)"', path.read_text()):
        same(f"an id in {path.relative_to(tree)}", name.rstrip("."), ID)

print("\n".join(failures) or "The IDs agree.")
sys.exit(1 if failures else 0)
