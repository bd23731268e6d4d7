#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ingest/telemetry.hpp"
#include "ingest/telemetry/angle_evidence.hpp"
#include "ingest/telemetry/geoid.hpp"
#include "ingest/telemetry/misb_klv.hpp"

namespace nightjar {

/// What one packet says, on the datums and in the convention of the house.
struct KlvReadout {
  Telemetry telemetry;
  bool timed = false;                        ///< telemetry.measured_at means something
  std::optional<MisbPoint> reported_centre;  ///< tags 23 and 24
  std::optional<double> slant_range_m;
  /// Of the ground at the reported centre, above the ellipsoid: only where it agrees with the line of sight
  /// times the slant range.
  std::optional<double> centre_height_m;
  std::vector<std::string> notes;
};

/// Turns the packets of one stream into telemetry. Weigh them first, one by one as they come or all of a file
/// before the first is read: what the sensor's angles are measured from is chosen by all that were weighed.
class KlvTelemetry {
 public:
  /// Throws std::runtime_error without PROJ's geoid.
  KlvTelemetry() = default;

  void weigh(const MisbPacket& packet);

  /// Of a packet that is not sound only its notes. Notes about the whole stream stand beside its first packet
  /// that they hold for: the convention chosen, tags that contradict each other.
  [[nodiscard]] KlvReadout read(const MisbPacket& packet);

  [[nodiscard]] const AngleEvidence& evidence() const { return evidence_; }

 private:
  [[nodiscard]] std::optional<double> ellipsoid_m(std::optional<double> msl_m,
                                                  std::optional<double> latitude_deg,
                                                  std::optional<double> longitude_deg) const;
  [[nodiscard]] std::optional<double> sensor_height_m(const MisbPacket& packet) const;
  [[nodiscard]] std::optional<double> told_centre_height_m(const MisbPacket& packet) const;
  void place_angles(const MisbPacket& packet, AngleOrigin origin, KlvReadout& readout) const;
  void check_centre(const MisbPacket& packet, AngleOrigin origin, KlvReadout& readout);
  void check_heights(const MisbPacket& packet, KlvReadout& readout);

  Geoid geoid_;
  AngleEvidence evidence_;
  std::optional<AngleOrigin> told_;
  bool told_centre_ = false;
  bool told_heights_ = false;
};

}  // namespace nightjar
