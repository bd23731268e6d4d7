#pragma once

#include <ctime>
#include <string>
#include <utility>

#include "tools/nightjar/pipeline.hpp"

namespace nightjar {

/// Processor seconds that this thread has used.
[[nodiscard]] inline double thread_cpu_s() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Books the processor time of a call under a stage's name, also when the call throws.
class StageClock {
 public:
  StageClock(PipelineTally& tally, const std::string& stage)
      : cost_(tally.stages[stage]), began_s_(thread_cpu_s()) {}
  ~StageClock() {
    cost_.cpu_s += thread_cpu_s() - began_s_;
    ++cost_.calls;
  }
  StageClock(const StageClock&) = delete;
  StageClock& operator=(const StageClock&) = delete;

 private:
  StageCost& cost_;
  double began_s_;
};

/// What `call` returns, its processor time booked under `stage`.
template <typename Call>
auto timed(PipelineTally& tally, const std::string& stage, Call&& call) {
  const StageClock clock(tally, stage);
  return std::forward<Call>(call)();
}

}  // namespace nightjar
