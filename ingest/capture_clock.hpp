#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/frame.hpp"

namespace nightjar {

struct LiveClockOptions {
  std::chrono::milliseconds trusted_within{60000};  ///< of this machine's clock; a camera beyond that lies
  std::chrono::milliseconds believed_within{1000};  ///< of this machine's clock: fit for law
  std::string_view whose = "camera";                ///< who tells the time, in the words of the news
};

/// Gives the pictures of a live feed their capture times: the camera's own (NTP, from RTCP sender reports)
/// or its telemetry's, and until that has told it, when they arrived. It goes over to that clock once and
/// never back.
class LiveClock {
 public:
  struct Stamp {
    CaptureTime captured_at;
    CaptureClock clock;
  };

  explicit LiveClock(LiveClockOptions options = {}) : options_(options) {}

  Stamp stamp(CaptureTime arrived_at, std::optional<CaptureTime> camera_time);

  /// One line about a change since the last call: the step to the camera's clock, or that it is not trusted.
  std::optional<std::string> take_news();

  /// The camera tells a time that is too far off to be used.
  [[nodiscard]] bool camera_lies() const { return source_ == Source::arrival_for_good; }

 private:
  enum class Source { arrival_so_far, camera, arrival_for_good };

  void choose(std::chrono::microseconds offset);

  LiveClockOptions options_;
  Source source_ = Source::arrival_so_far;
  std::chrono::microseconds offset_{};  // camera minus arrival, as last told
  std::optional<std::string> news_;
};

}  // namespace nightjar
