#include "tools/simulate/drone/reported_telemetry.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <random>

#include "tools/simulate/chance.hpp"

namespace nightjar {
namespace {

constexpr double kMetresADegree = 111200;  // of latitude, within 0.3 % anywhere

/// North, east, up in metres, then heading, pitch, roll in degrees.
using PoseOffset = std::array<double, 6>;

PoseOffset bias_of(const TelemetryOptions& options, Chance& chance) {
  PoseOffset offset{};
  for (std::size_t axis = 0; axis < offset.size(); ++axis)
    offset[axis] = (chance.with(0.5) ? 1 : -1) * (axis < 3 ? options.position_m : options.attitude_deg);
  return offset;
}

PoseOffset noise_of(const TelemetryOptions& options, Chance& chance) {
  PoseOffset offset{};
  for (std::size_t axis = 0; axis < offset.size(); ++axis)
    offset[axis] = chance.bell() * (axis < 3 ? options.position_m : options.attitude_deg);
  return offset;
}

void displace(Telemetry& telemetry, const PoseOffset& by) {
  const double narrowing = std::cos(*telemetry.latitude_deg * std::numbers::pi / 180);
  *telemetry.latitude_deg += by[0] / kMetresADegree;
  *telemetry.longitude_deg += by[1] / (kMetresADegree * narrowing);
  *telemetry.height_m += by[2];
  *telemetry.heading_deg += by[3];
  *telemetry.pitch_deg += by[4];
  *telemetry.roll_deg += by[5];
}

}  // namespace

std::vector<ReportedRecord> reported_telemetry(const DroneFlight& flight, double seconds, double fps,
                                               std::uint64_t seed, const TelemetryOptions& options) {
  std::mt19937_64 generator(seed * 1000003 + 47);
  Chance chance(generator);
  const PoseOffset bias = bias_of(options, chance);
  const double rate_hz = options.hz.value_or(fps);
  const auto count = static_cast<int>(std::ceil(seconds * rate_hz - 1e-9));
  std::vector<ReportedRecord> records;
  records.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    ReportedRecord record{i / rate_hz, {}};
    record.telemetry = flight.telemetry_at(std::max(0.0, record.stated_s - options.delay_s));
    // Drawn for every record, kept or not, so that a gap changes nothing outside of it.
    const PoseOffset noise = noise_of(options, chance);
    if (options.errors == TelemetryErrors::normal) displace(record.telemetry, noise);
    if (options.errors == TelemetryErrors::bias) displace(record.telemetry, bias);
    const bool lost = std::any_of(options.gaps.begin(), options.gaps.end(), [&](const TelemetryGap& gap) {
      return record.stated_s >= gap.from_s && record.stated_s < gap.to_s;
    });
    if (!lost) records.push_back(record);
  }
  return records;
}

}  // namespace nightjar
