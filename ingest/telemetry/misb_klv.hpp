#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// The universal label that begins each packet of MISB ST 0601's local set.
inline constexpr std::array<std::uint8_t, 16> kMisbLabel = {0x06, 0x0E, 0x2B, 0x34, 0x02, 0x0B, 0x01, 0x01,
                                                            0x0E, 0x01, 0x03, 0x01, 0x01, 0x00, 0x00, 0x00};

/// A point of the ground, as the platform works it out. WGS84.
struct MisbPoint {
  double latitude_deg = 0;
  double longitude_deg = 0;
};

/// One MISB ST 0601 packet in degrees and metres, its tags in brackets. What it does not say, or marks as out
/// of range, is absent. Latitudes and longitudes are WGS84; angles as ingest/telemetry.hpp has them, but for
/// what [18] is relative to, which the stream decides.
struct MisbPacket {
  std::size_t offset = 0;  ///< of its label in the bytes read
  std::size_t size = 0;    ///< as far as the bytes hold it
  bool sound = false;      ///< whole, and the checksum is right; of others no value is told

  std::optional<CaptureTime> measured_at;             ///< [2]
  std::optional<double> heading_deg;                  ///< [5]
  std::optional<double> pitch_deg;                    ///< [90], else [6], which ends at 20
  std::optional<double> roll_deg;                     ///< [91], else [7], which ends at 50
  std::optional<double> sensor_latitude_deg;          ///< [13]
  std::optional<double> sensor_longitude_deg;         ///< [14]
  std::optional<double> sensor_msl_m;                 ///< [15] above mean sea level
  std::optional<double> sensor_height_m;              ///< [75] above the ellipsoid
  std::optional<double> hfov_deg;                     ///< [16]
  std::optional<double> vfov_deg;                     ///< [17]
  std::optional<double> sensor_azimuth_deg;           ///< [18]
  std::optional<double> sensor_elevation_deg;         ///< [19]
  std::optional<double> sensor_roll_deg;              ///< [20]
  std::optional<double> slant_range_m;                ///< [21]
  std::optional<double> centre_latitude_deg;          ///< [23]
  std::optional<double> centre_longitude_deg;         ///< [24]
  std::optional<double> centre_msl_m;                 ///< [25] above mean sea level
  std::optional<double> centre_height_m;              ///< [78] above the ellipsoid
  std::array<std::optional<MisbPoint>, 4> corners{};  ///< [82-89], else [26-33]; clockwise from the top left
  std::optional<int> version;                         ///< [65] of the standard

  std::size_t unread_tags = 0;     ///< that mean nothing here and were skipped
  std::vector<std::string> notes;  ///< what is wrong with it, a phrase each
};

/// Finds the packets in bytes that may be cut, damaged, or hold other things between them: what is not sound
/// is told as such, and reading goes on at the next label. Linear in time whatever the bytes claim, and
/// nothing is allocated by what a length says.
class MisbReader {
 public:
  /// `bytes` must live as long as the reader.
  explicit MisbReader(std::span<const std::uint8_t> bytes);

  /// nullopt: no more.
  std::optional<MisbPacket> next();

  /// Between packets, belonging to none.
  [[nodiscard]] std::uint64_t skipped_bytes() const { return skipped_; }

 private:
  [[nodiscard]] std::size_t label_from(std::size_t offset) const;

  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;     // what is before it has been read
  std::size_t label_ = 0;  // the next label at or after at_
  std::uint64_t skipped_ = 0;
};

}  // namespace nightjar
