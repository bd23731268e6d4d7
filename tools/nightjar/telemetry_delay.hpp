#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "ingest/frame.hpp"
#include "processing/thermal/telemetry_lag.hpp"
#include "tools/nightjar/pipeline.hpp"

namespace nightjar {

struct TelemetryDelayOptions {
  TelemetryLagOptions lag;
  std::chrono::milliseconds set{0};      ///< by the site, which the frames' telemetry already follows
  std::chrono::milliseconds least{100};  ///< that is worth a word
};

/// Finds out by the pictures' motion how much later than they the telemetry's times are, and says so where
/// the site file says otherwise.
class TelemetryDelay {
 public:
  explicit TelemetryDelay(const TelemetryDelayOptions& options) : options_(options), lag_(options.lag) {}

  /// `heat` may be empty: the frame shows nothing new. A remark where what is set was contradicted twice.
  std::optional<PipelineRemark> update(const Frame& frame, const cv::Mat& heat);
  /// The feed is over.
  std::optional<PipelineRemark> finish();

  /// nothing: not known.
  [[nodiscard]] const std::optional<FoundDelay>& found() const { return found_; }

 private:
  std::optional<PipelineRemark> take(const std::optional<FlowLag>& lag);

  TelemetryDelayOptions options_;
  TelemetryLag lag_;
  std::optional<FoundDelay> found_, said_;
  int contradicted_ = 0;  ///< times in a row
};

/// "telemetry 620 ms later than the pictures by their motion (90 % within 40 ms), 0 ms set"
[[nodiscard]] std::string words_of(const FoundDelay& found);

}  // namespace nightjar
