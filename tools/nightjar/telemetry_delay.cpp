#include "tools/nightjar/telemetry_delay.hpp"

#include <fmt/format.h>

#include <cmath>

namespace nightjar {
namespace {

using std::chrono::milliseconds;

milliseconds in_ms(double seconds) {
  return milliseconds(std::lround(1000 * seconds));
}

}  // namespace

std::optional<PipelineRemark> TelemetryDelay::update(const Frame& frame, const cv::Mat& heat) {
  const bool measured = lag_.update(frame.captured_at, heat, frame.telemetry);
  return measured ? take(lag_.lag()) : std::nullopt;
}

std::optional<PipelineRemark> TelemetryDelay::finish() {
  return take(lag_.measure());
}

std::optional<PipelineRemark> TelemetryDelay::take(const std::optional<FlowLag>& lag) {
  if (!lag) return {};  // what was found before still stands: the camera may hang still now
  const milliseconds off = in_ms(lag->lag_s), error = in_ms(lag->error90_s);
  found_ = FoundDelay{options_.set, options_.set + off, error, in_ms(lag->span_s)};
  const bool contradicts = std::chrono::abs(off) >= options_.least && std::chrono::abs(off) > 2 * error;
  contradicted_ = contradicts ? contradicted_ + 1 : 0;
  constexpr int kBelieved = 2;
  if (contradicted_ < kBelieved) return {};
  if (said_ && std::chrono::abs(said_->found - found_->found) < std::max(options_.least, 2 * error))
    return {};
  said_ = found_;
  return PipelineRemark{words_of(*found_) + fmt::format("; positions are of other times than the pictures: "
                                                        "telemetry_delay_ms = {} would mend it",
                                                        found_->found.count()),
                        true};
}

std::string words_of(const FoundDelay& found) {
  return fmt::format("telemetry {} ms {} than the pictures by their motion (90 % within {} ms), {} ms set",
                     std::chrono::abs(found.found).count(), found.found.count() < 0 ? "earlier" : "later",
                     found.error90.count(), found.set.count());
}

}  // namespace nightjar
