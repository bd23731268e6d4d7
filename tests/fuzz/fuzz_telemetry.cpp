#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "ingest/telemetry/telemetry_file.hpp"

/// Any line is a record, which is the same when it is written and read again, or is refused with a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  nightjar::TelemetryParser parser;
  const auto record = parser.parse({reinterpret_cast<const char*>(bytes), size}, "flight.jsonl:1");
  if (record.has_value() != parser.errors().empty()) std::abort();
  if (!record) return 0;
  const nightjar::Telemetry& t = record->telemetry;
  if (t.latitude_deg.has_value() != t.longitude_deg.has_value()) std::abort();
  if (!(std::abs(t.latitude_deg.value_or(0)) <= 90)) std::abort();
  nightjar::TelemetryParser again;
  const auto same = again.parse(nightjar::telemetry_json(t), "again:1");
  if (!same || same->telemetry.latitude_deg != t.latitude_deg ||
      same->telemetry.measured_at != t.measured_at || same->telemetry.heading_deg != t.heading_deg)
    std::abort();
  return 0;
}
