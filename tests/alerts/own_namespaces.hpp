#pragma once

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace nightjar {

/// Whether a shell command ended with 0; it says nothing.
inline bool shell(const std::string& command) {
  return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

/// Gives this process namespaces of its own (CLONE_NEWNS, CLONE_NEWNET), with a user namespace around them
/// where it is not root, in which it is. Before it has threads. Why it may not; empty: it has them.
inline std::string enter_own_namespaces(int kinds) {
  const uid_t user = ::geteuid();
  const gid_t group = ::getegid();
  if (::unshare(kinds | (user == 0 ? 0 : CLONE_NEWUSER)) != 0)
    return "this process may not make namespaces of its own";
  if (user != 0) {
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
    std::ofstream("/proc/self/gid_map") << "0 " << group << " 1";
    if (::geteuid() != 0) return "this process may not be root in a namespace of its own";
  }
  if ((kinds & CLONE_NEWNS) != 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return "this process may not mount anything";
  return {};
}

}  // namespace nightjar
