#pragma once

#include <sched.h>

#include <string>

namespace nightjar {

/// Keeps this thread, and every thread that it starts from now on, on one core; its end lets this thread go
/// where it could before.
class OneCore {
 public:
  /// The core that the thread runs on now. Throws std::system_error where it may not choose.
  OneCore();
  ~OneCore();
  OneCore(const OneCore&) = delete;
  OneCore& operator=(const OneCore&) = delete;

  [[nodiscard]] int number() const { return number_; }

 private:
  cpu_set_t before_{};
  int number_ = 0;
};

/// The processor by its maker's name; empty where the machine does not say.
[[nodiscard]] std::string processor_name();

}  // namespace nightjar
