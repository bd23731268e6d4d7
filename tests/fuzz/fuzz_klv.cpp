#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "ingest/telemetry/klv_telemetry.hpp"
#include "ingest/telemetry/misb_klv.hpp"

namespace {

bool possible(const std::optional<double>& value, double most) {
  return !value || (std::isfinite(*value) && std::fabs(*value) <= most);
}

}  // namespace

/// Any bytes are packets and what lies between them, all of them accounted for; what a sound one says is
/// possible, and of others nothing is told.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static nightjar::KlvTelemetry* stream = nullptr;  // its geoid is read once
  if (stream == nullptr) stream = new nightjar::KlvTelemetry();
  nightjar::MisbReader reader({bytes, size});
  std::uint64_t taken = 0;
  std::size_t before = 0;
  while (const auto packet = reader.next()) {
    if (packet->offset < before || packet->size == 0 || packet->size > size - packet->offset) std::abort();
    before = packet->offset + packet->size;
    taken += packet->size;
    if (!packet->sound && (packet->notes.empty() || packet->measured_at || packet->sensor_latitude_deg))
      std::abort();
    if (!possible(packet->sensor_latitude_deg, 90) || !possible(packet->sensor_longitude_deg, 180))
      std::abort();
    for (const auto& corner : packet->corners) {
      if (corner && (!possible(corner->latitude_deg, 90) || !possible(corner->longitude_deg, 180)))
        std::abort();
    }
    stream->weigh(*packet);
    const auto readout = stream->read(*packet);
    if (!possible(readout.telemetry.gimbal_pitch_deg, 180) || !possible(readout.telemetry.height_m, 30000))
      std::abort();
    if (!possible(readout.centre_height_m, 30000)) std::abort();
  }
  if (taken + reader.skipped_bytes() != size) std::abort();
  return 0;
}
