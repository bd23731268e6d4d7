#include "alerts/local_time.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace nightjar {

bool DailyHours::hold(std::chrono::minutes time_of_day) const {
  if (from < until) return time_of_day >= from && time_of_day < until;
  return from == until || time_of_day >= from || time_of_day < until;
}

struct LocalTime::Zone {
  const date::time_zone* zone;
};

LocalTime::LocalTime(const std::string& zone) {
  try {
    zone_ = std::make_unique<Zone>(Zone{date::locate_zone(zone)});
  } catch (const std::exception&) {
    throw std::runtime_error("the time zone " + zone + " is not known");
  }
}

LocalTime::~LocalTime() = default;
LocalTime::LocalTime(LocalTime&&) noexcept = default;
LocalTime& LocalTime::operator=(LocalTime&&) noexcept = default;

std::chrono::minutes LocalTime::time_of_day(CaptureTime at) const {
  const auto local = zone_->zone->to_local(at);
  const auto midnight = date::floor<date::days>(local);
  return std::chrono::duration_cast<std::chrono::minutes>(local - midnight);
}

bool is_time_zone(const std::string& zone) {
  try {
    return date::locate_zone(zone) != nullptr;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace nightjar
