#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "ingest/telemetry/dji_srt.hpp"

/// Any bytes are records or are refused with a reason, and no record holds what is no place.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto read = nightjar::parse_dji_srt({reinterpret_cast<const char*>(bytes), size}, "flight.SRT");
  if (read.records.empty() && read.errors.empty()) std::abort();
  for (const nightjar::DjiSrtRecord& record : read.records) {
    const nightjar::Telemetry& t = record.telemetry;
    if (t.latitude_deg.has_value() != t.longitude_deg.has_value()) std::abort();
    if (t.latitude_deg && !(std::abs(*t.latitude_deg) <= 90 && std::abs(*t.longitude_deg) <= 180))
      std::abort();
    if (!std::isfinite(t.height_m.value_or(0)) || !std::isfinite(t.gimbal_yaw_deg.value_or(0))) std::abort();
    if (!t.latitude_deg && record.notes.empty()) std::abort();
  }
  return 0;
}
