#include "ingest/telemetry/angle_evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace nightjar {
namespace {

constexpr std::size_t kRemembered = 301;  // a change of what is meant shows after half of these
constexpr double kFits_deg = 5;           // worse than that, a reading explains nothing

std::string meaning_of(AngleOrigin origin) {
  switch (origin) {
    case AngleOrigin::platform:
      return "the sensor's azimuth (tag 18) is relative to the platform, as the standard says";
    case AngleOrigin::north_and_level:
      return "the sensor's azimuth (tag 18) is absolute, from true north, and its elevation from the "
             "horizon, "
             "against the standard";
    case AngleOrigin::heading_and_level:
      return "the sensor's azimuth (tag 18) is relative to the heading, but its elevation is from the "
             "horizon, "
             "against the standard";
  }
  return "";
}

}  // namespace

void AngleEvidence::weigh(const MisbPacket& packet, const ReportedSight& reported) {
  bool used = false;
  for (std::size_t i = 0; i < kOrigins; ++i) {
    const auto error_deg = sight_error_deg(packet, static_cast<AngleOrigin>(i), reported);
    if (!error_deg) continue;
    used = true;
    errors_deg_[i].push_back(*error_deg);
    if (errors_deg_[i].size() > kRemembered) errors_deg_[i].pop_front();
  }
  if (used) ++weighed_;
}

std::optional<double> AngleEvidence::error_deg(AngleOrigin origin) const {
  const auto& known = errors_deg_[static_cast<std::size_t>(origin)];
  if (known.empty()) return std::nullopt;
  std::vector<double> sorted(known.begin(), known.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  return *middle;
}

AngleOrigin AngleEvidence::choice() const {
  const auto standard_deg = error_deg(AngleOrigin::platform);
  AngleOrigin best = AngleOrigin::platform;
  double best_deg = standard_deg ? *standard_deg - kClearly_deg : kFits_deg;
  for (const AngleOrigin other : {AngleOrigin::north_and_level, AngleOrigin::heading_and_level}) {
    const auto other_deg = error_deg(other);
    if (!other_deg || *other_deg > kFits_deg || *other_deg >= best_deg) continue;
    best = other;
    best_deg = *other_deg;
  }
  return best;
}

std::string AngleEvidence::words() const {
  const AngleOrigin chosen = choice();
  const auto error = error_deg(chosen);
  if (!error) return meaning_of(chosen) + "; nothing in the stream checks it";
  std::string words =
      fmt::format("{}: its line of sight is {:.2f} degrees from the reported frame centre (median of {})",
                  meaning_of(chosen), *error, errors_deg_[static_cast<std::size_t>(chosen)].size());
  const auto standard = error_deg(AngleOrigin::platform);
  if (chosen != AngleOrigin::platform && standard)
    words += fmt::format(", {:.1f} as the standard has it", *standard);
  if (*error > kFits_deg) words += "; no reading of the angles agrees with it";
  return words;
}

}  // namespace nightjar
