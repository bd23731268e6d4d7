#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alerts/alert.hpp"

namespace nightjar {

/// "20:31:07Z"; dashes where the time is not known.
[[nodiscard]] std::string clock_words(const std::optional<CaptureTime>& time);

/// "3 d", "2 h", "5 min".
[[nodiscard]] std::string age_words(std::int64_t age_s);

/// Words, direction, grid reference with its error, latitude and longitude; what is known of them, safe to
/// show.
[[nodiscard]] std::string place_words(const AlertPlace& place);

/// "person (81 %), contact 93 %, 305.5 K, 1.3 m/s towards 271°".
[[nodiscard]] std::string heat_words(const AlertHeat& heat);

/// "exact match", or "POSSIBLE match 72 %: 2nd read B, listed 8".
[[nodiscard]] std::string match_words(const AlertVehicle& vehicle);

[[nodiscard]] std::string percent(double fraction);

/// What is odd about a sighting, a text each: a clone, a silence, a late match, why it sounds again.
[[nodiscard]] std::vector<std::string> sighting_words(const AlertEvent& event);

/// "UNCONFIRMED", with what is still to be confirmed where one half is; "CONFIRMED, the entry until
/// 20:31:00Z".
[[nodiscard]] std::string confirmed_words(const AlertEvent& event);

/// Who was sent, and what has come back from them; empty where nobody was.
[[nodiscard]] std::string crew_words(const AlertEvent& event);

/// "by PC Example, characters: read it on the picture"; empty where nobody did anything.
[[nodiscard]] std::string deed_words(const AlertEvent& event);

}  // namespace nightjar
