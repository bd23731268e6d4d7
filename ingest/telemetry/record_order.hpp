#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// Watches the times of records as they come, so that nothing is interpolated across a clock that was set. A
/// record whose time does not follow is held until the next one tells whether it alone was wrong or the
/// clock.
class RecordOrder {
 public:
  struct Taken {
    std::vector<Telemetry> records;  ///< that may be used now; none, one, or the one in doubt and this one
    bool went_back = false;          ///< the clock was set back before the first of them
  };

  Taken take(const Telemetry& record);

  /// One line about the first time that ran back, and the first that leapt ahead; told once each.
  std::optional<std::string> take_news();

 private:
  void tell(std::chrono::microseconds step);

  std::optional<CaptureTime> last_;
  std::optional<Telemetry> doubtful_;
  bool told_back_ = false;
  bool told_ahead_ = false;
  std::optional<std::string> news_;
};

}  // namespace nightjar
