#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// What went wrong, worst for those who act on it first.
enum class ErrorKind {
  missed_hit,     ///< a listed vehicle without an alert that stands
  false_hit,      ///< an alert for a mark that was not there or is not listed
  doubled_hit,    ///< more than one alert of a channel for one pass
  missed_heat,    ///< somebody whom no confirmed contact covers
  false_heat,     ///< a confirmed contact where nobody was
  switched_heat,  ///< one body as several contacts in turn, or one contact on several bodies
  missed_plate,   ///< a pass without a read
  misread_plate,  ///< a pass read as another mark
  false_plate,    ///< a read without a vehicle
  doubled_plate,  ///< a pass recorded twice
};
inline constexpr std::size_t kErrorKinds = 10;

/// "Listed vehicles missed"
[[nodiscard]] std::string_view heading_of(ErrorKind kind);

/// One thing that went wrong, to be looked at.
struct ScoreError {
  ErrorKind kind = ErrorKind::missed_plate;
  std::string feed;
  std::optional<CaptureTime> at;
  std::string what;                    ///< "AB12CDE read as A812CDE"
  std::string why;                     ///< what is known of the cause, a sentence; may be empty
  std::optional<std::string> picture;  ///< relative to the records file
  std::string truth_mark, read_mark;   ///< of a misread
};

}  // namespace nightjar
