#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// Hours of every day by the clock on the wall, over midnight where they end before they begin.
struct DailyHours {
  std::chrono::minutes from{0};
  std::chrono::minutes until{0};  ///< not itself one of them; equal to `from`: the whole day

  [[nodiscard]] bool hold(std::chrono::minutes time_of_day) const;
};

/// What the clock on the wall shows in a time zone, by the machine's zone tables. Any thread.
class LocalTime {
 public:
  /// Throws std::runtime_error that names the zone where the tables do not know it.
  explicit LocalTime(const std::string& zone);
  ~LocalTime();
  LocalTime(LocalTime&&) noexcept;
  LocalTime& operator=(LocalTime&&) noexcept;

  /// Since the last midnight, 0 to 24 hours.
  [[nodiscard]] std::chrono::minutes time_of_day(CaptureTime at) const;

 private:
  struct Zone;
  std::unique_ptr<Zone> zone_;
};

/// Whether LocalTime knows the zone.
[[nodiscard]] bool is_time_zone(const std::string& zone);

}  // namespace nightjar
