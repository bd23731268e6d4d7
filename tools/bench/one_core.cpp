#include "tools/bench/one_core.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

namespace nightjar {

OneCore::OneCore() {
  cpu_set_t one;
  CPU_ZERO(&one);
  number_ = sched_getcpu();
  if (number_ >= 0) CPU_SET(static_cast<std::size_t>(number_), &one);
  if (number_ < 0 || sched_getaffinity(0, sizeof before_, &before_) != 0 ||
      sched_setaffinity(0, sizeof one, &one) != 0)
    throw std::system_error(errno, std::generic_category(), "keeping to one core");
}

OneCore::~OneCore() {
  sched_setaffinity(0, sizeof before_, &before_);
}

std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("model name", 0) != 0) continue;
    const std::size_t colon = line.find(": ");
    return colon == std::string::npos ? "" : line.substr(colon + 2);
  }
  return "";
}

}  // namespace nightjar
