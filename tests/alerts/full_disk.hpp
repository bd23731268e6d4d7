#pragma once

#include <sys/resource.h>

#include <csignal>

namespace nightjar {

/// Files of this process may not grow beyond a size for as long as this lives: a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t largest = 4096) {
    handled_ = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit full{largest, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &full);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    (void)std::signal(SIGXFSZ, handled_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  void (*handled_)(int) = SIG_DFL;
  rlimit before_{};
};

}  // namespace nightjar
