#include "tools/simulate/misb_packet.hpp"

#include <cmath>
#include <stdexcept>
#include <string_view>

namespace nightjar {
namespace {

constexpr std::array<std::uint8_t, 16> kLabel = {0x06, 0x0E, 0x2B, 0x34, 0x02, 0x0B, 0x01, 0x01,
                                                 0x0E, 0x01, 0x03, 0x01, 0x01, 0x00, 0x00, 0x00};
constexpr std::uint8_t kVersion = 13;  // of ST 0601, whose tags up to 75 have not changed since

double from_0_to_360(double angle_deg) {
  return angle_deg - 360 * std::floor(angle_deg / 360);
}

double within_180(double angle_deg) {
  return angle_deg - 360 * std::round(angle_deg / 360);
}

/// The local set's tags, each a tag byte, a length byte and a big-endian value.
class LocalSet {
 public:
  /// An unsigned number of `bytes` bytes that spans `low` to `high`; beyond: the nearest it can say.
  void spanned(std::uint8_t tag, double value, double low, double high, int bytes) {
    const double most = std::exp2(8 * bytes) - 1;
    const double count = std::round((value - low) / (high - low) * most);
    number(tag, static_cast<std::uint64_t>(std::fmin(std::fmax(count, 0), most)), bytes);
  }
  /// A signed number that spans -`most` to +`most`; beyond: the most negative, which means just that.
  void balanced(std::uint8_t tag, double value, double most, int bytes) {
    const double counts = std::exp2(8 * bytes - 1) - 1;
    const double count = std::round(value / most * counts);
    const bool fits = std::fabs(count) <= counts;
    number(tag, static_cast<std::uint64_t>(static_cast<std::int64_t>(fits ? count : -counts - 1)), bytes);
  }
  void number(std::uint8_t tag, std::uint64_t value, int bytes) {
    head(tag, static_cast<std::size_t>(bytes));
    for (int byte = bytes - 1; byte >= 0; --byte)
      bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * byte) & 0xFF));
  }
  void words(std::uint8_t tag, std::string_view text) {
    head(tag, text.size());
    bytes_.insert(bytes_.end(), text.begin(), text.end());
  }
  [[nodiscard]] const std::vector<std::uint8_t>& bytes() const { return bytes_; }

 private:
  void head(std::uint8_t tag, std::size_t length) {
    bytes_.push_back(tag);
    bytes_.push_back(static_cast<std::uint8_t>(length));
  }
  std::vector<std::uint8_t> bytes_;
};

void state_attitude(LocalSet& set, const Telemetry& telemetry) {
  if (telemetry.heading_deg) set.spanned(5, from_0_to_360(*telemetry.heading_deg), 0, 360, 2);
  if (telemetry.pitch_deg) set.balanced(6, within_180(*telemetry.pitch_deg), 20, 2);
  if (telemetry.roll_deg) set.balanced(7, within_180(*telemetry.roll_deg), 50, 2);
}

void state_sensor(LocalSet& set, const Telemetry& telemetry, double geoid_m) {
  set.balanced(13, *telemetry.latitude_deg, 90, 4);
  set.balanced(14, within_180(*telemetry.longitude_deg), 180, 4);
  set.spanned(15, *telemetry.height_m - geoid_m, -900, 19000, 2);
  if (telemetry.hfov_deg) set.spanned(16, *telemetry.hfov_deg, 0, 180, 2);
  if (telemetry.vfov_deg) set.spanned(17, *telemetry.vfov_deg, 0, 180, 2);
  if (telemetry.gimbal_yaw_deg) set.spanned(18, from_0_to_360(*telemetry.gimbal_yaw_deg), 0, 360, 4);
  if (telemetry.gimbal_pitch_deg) set.balanced(19, within_180(*telemetry.gimbal_pitch_deg), 180, 4);
  if (telemetry.gimbal_roll_deg) set.spanned(20, from_0_to_360(*telemetry.gimbal_roll_deg), 0, 360, 4);
}

void state_ground(LocalSet& set, const SeenGround& ground) {
  set.spanned(21, ground.slant_range_m, 0, 5e6, 4);
  set.balanced(23, ground.centre.latitude_deg, 90, 4);
  set.balanced(24, within_180(ground.centre.longitude_deg), 180, 4);
  set.spanned(25, ground.centre.msl_m, -900, 19000, 2);
  std::uint8_t tag = 26;
  for (const SeenPoint& corner : ground.corners) {
    set.balanced(tag++, corner.latitude_deg - ground.centre.latitude_deg, 0.075, 2);
    set.balanced(tag++, within_180(corner.longitude_deg - ground.centre.longitude_deg), 0.075, 2);
  }
}

/// Sum of 16-bit words over everything up to and including the checksum's own length.
std::uint16_t checksum_of(const std::vector<std::uint8_t>& bytes) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    sum += static_cast<unsigned>(bytes[i]) << (i % 2 == 0 ? 8 : 0);
  return static_cast<std::uint16_t>(sum & 0xFFFF);
}

}  // namespace

std::vector<std::uint8_t> misb_packet(const Telemetry& telemetry, double geoid_m,
                                      const std::optional<SeenGround>& ground) {
  if (!telemetry.latitude_deg || !telemetry.longitude_deg || !telemetry.height_m)
    throw std::invalid_argument("telemetry: a MISB packet needs latitude, longitude and height");
  LocalSet set;
  set.number(2, static_cast<std::uint64_t>(telemetry.measured_at.time_since_epoch().count()), 8);
  set.words(3, "SIMULATED");
  state_attitude(set, telemetry);
  set.words(10, "DRAWN");
  state_sensor(set, telemetry, geoid_m);
  if (ground) state_ground(set, *ground);
  set.number(65, kVersion, 1);
  set.spanned(75, *telemetry.height_m, -900, 19000, 2);

  std::vector<std::uint8_t> packet(kLabel.begin(), kLabel.end());
  const std::size_t length = set.bytes().size() + 4;
  if (length > 127) packet.push_back(0x81);  // BER's long form, one byte follows
  packet.push_back(static_cast<std::uint8_t>(length));
  packet.insert(packet.end(), set.bytes().begin(), set.bytes().end());
  packet.insert(packet.end(), {1, 2});
  const std::uint16_t sum = checksum_of(packet);
  packet.push_back(static_cast<std::uint8_t>(sum >> 8));
  packet.push_back(static_cast<std::uint8_t>(sum & 0xFF));
  return packet;
}

}  // namespace nightjar
