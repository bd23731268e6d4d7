#include "ingest/telemetry/misb_klv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ingest/telemetry/ber_items.hpp"

namespace nightjar {
namespace {

using Bytes = std::span<const std::uint8_t>;

enum class Coding {
  spanned,   // unsigned: 0 is the lowest value, all bits set the highest
  balanced,  // signed: symmetric about 0; the most negative says "out of range"
};

/// What a tag holds and how.
struct NumberTag {
  std::size_t tag;
  const char* name;
  Coding coding;
  std::size_t bytes;
  double low;
  double high;
};

// MISB ST 0601, where the numbers of a tag are mapped to the range given.
constexpr NumberTag kHeading{5, "heading", Coding::spanned, 2, 0, 360};
constexpr NumberTag kPitch{6, "pitch", Coding::balanced, 2, -20, 20};
constexpr NumberTag kRoll{7, "roll", Coding::balanced, 2, -50, 50};
constexpr NumberTag kLatitude{13, "sensor latitude", Coding::balanced, 4, -90, 90};
constexpr NumberTag kLongitude{14, "sensor longitude", Coding::balanced, 4, -180, 180};
constexpr NumberTag kMsl{15, "sensor altitude", Coding::spanned, 2, -900, 19000};
constexpr NumberTag kHfov{16, "horizontal field of view", Coding::spanned, 2, 0, 180};
constexpr NumberTag kVfov{17, "vertical field of view", Coding::spanned, 2, 0, 180};
constexpr NumberTag kAzimuth{18, "sensor azimuth", Coding::spanned, 4, 0, 360};
constexpr NumberTag kElevation{19, "sensor elevation", Coding::balanced, 4, -180, 180};
constexpr NumberTag kSensorRoll{20, "sensor roll", Coding::spanned, 4, 0, 360};
constexpr NumberTag kSlantRange{21, "slant range", Coding::spanned, 4, 0, 5e6};
constexpr NumberTag kCentreLatitude{23, "frame centre latitude", Coding::balanced, 4, -90, 90};
constexpr NumberTag kCentreLongitude{24, "frame centre longitude", Coding::balanced, 4, -180, 180};
constexpr NumberTag kCentreMsl{25, "frame centre elevation", Coding::spanned, 2, -900, 19000};
constexpr NumberTag kHeight{75, "sensor ellipsoid height", Coding::spanned, 2, -900, 19000};
constexpr NumberTag kCentreHeight{78, "frame centre ellipsoid height", Coding::spanned, 2, -900, 19000};
constexpr NumberTag kFullPitch{90, "full pitch", Coding::balanced, 4, -90, 90};
constexpr NumberTag kFullRoll{91, "full roll", Coding::balanced, 4, -90, 90};

constexpr std::size_t kChecksumTag = 1;
constexpr std::size_t kTimeTag = 2;
constexpr std::size_t kVersionTag = 65;
constexpr std::size_t kTags = 128;  // no tag of more than a byte is read

bool is_read(std::uint64_t tag) {
  return tag == kTimeTag || (tag >= 5 && tag <= 7) || (tag >= 13 && tag <= 21) || (tag >= 23 && tag <= 33) ||
         tag == kVersionTag || tag == 75 || tag == 78 || (tag >= 82 && tag <= 91);
}

std::uint64_t number_of(Bytes bytes) {
  std::uint64_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8 | byte;
  return number;
}

/// The items of one packet, and what is wrong with them.
class ItemTable {
 public:
  ItemTable(Bytes items, MisbPacket& packet) : packet_(packet) {
    BerItems reader(items);
    while (const auto item = reader.next()) keep(*item);
    if (reader.left() > 0)
      note(fmt::format("its last {} bytes are no whole item and are not read", reader.left()));
  }

  /// nullopt: absent, empty (not known), of another length, or told twice differently.
  std::optional<std::uint64_t> raw(std::size_t tag, const char* name, std::size_t bytes) {
    const Bytes value = values_[tag];
    if (value.empty()) return std::nullopt;
    if (twice_[tag]) {
      note(fmt::format("{} (tag {}) is told twice and differently, and is not used", name, tag));
      return std::nullopt;
    }
    if (value.size() != bytes) {
      note(fmt::format("{} (tag {}) has {} bytes, expected {}", name, tag, value.size(), bytes));
      return std::nullopt;
    }
    return number_of(value);
  }

  std::optional<double> number(const NumberTag& tag) {
    const auto count = raw(tag.tag, tag.name, tag.bytes);
    if (!count) return std::nullopt;
    const double codes = std::exp2(8.0 * static_cast<double>(tag.bytes));
    if (tag.coding == Coding::spanned)
      return tag.low + static_cast<double>(*count) * (tag.high - tag.low) / (codes - 1);
    const auto unsigned_count = static_cast<double>(*count);
    const double signed_count = unsigned_count < codes / 2 ? unsigned_count : unsigned_count - codes;
    if (signed_count == -codes / 2) {
      out_of_range_ = true;
      return std::nullopt;
    }
    return signed_count * (tag.high - tag.low) / (codes - 2);
  }

  /// As number(), with a note where it is out of range.
  std::optional<double> noted(const NumberTag& tag) {
    out_of_range_ = false;
    const auto value = number(tag);
    if (out_of_range_) note(fmt::format("{} (tag {}) is out of range", tag.name, tag.tag));
    return value;
  }

  /// The wide tag, and only where that is silent the narrow one.
  std::optional<double> either(const NumberTag& wide, const NumberTag& narrow) {
    const auto value = noted(wide);
    return value ? value : noted(narrow);
  }

  void note(std::string words) { packet_.notes.push_back(std::move(words)); }

 private:
  void keep(const BerItems::Item& item) {
    if (!is_read(item.tag)) {
      ++packet_.unread_tags;
      return;
    }
    const auto tag = static_cast<std::size_t>(item.tag);
    if (values_[tag].empty()) {
      values_[tag] = item.value;
    } else if (!std::equal(values_[tag].begin(), values_[tag].end(), item.value.begin(), item.value.end())) {
      twice_[tag] = true;
    }
  }

  MisbPacket& packet_;
  std::array<Bytes, kTags> values_{};
  std::array<bool, kTags> twice_{};
  bool out_of_range_ = false;
};

std::optional<CaptureTime> time_of(ItemTable& items) {
  const auto since_1970_us = items.raw(kTimeTag, "time", 8);
  if (!since_1970_us) return std::nullopt;
  constexpr std::uint64_t kFirst_us = 631'152'000'000'000;   // 1990
  constexpr std::uint64_t kLast_us = 4'102'444'800'000'000;  // 2100
  if (*since_1970_us < kFirst_us || *since_1970_us > kLast_us) {
    items.note("time (tag 2) is not within 1990 to 2100");
    return std::nullopt;
  }
  return CaptureTime(std::chrono::microseconds(static_cast<std::int64_t>(*since_1970_us)));
}

MisbPoint wrapped(double latitude_deg, double longitude_deg) {
  return {latitude_deg, std::remainder(longitude_deg, 360)};
}

std::optional<MisbPoint> corner_of(ItemTable& items, std::size_t corner, const MisbPacket& packet) {
  const NumberTag full_latitude{82 + 2 * corner, "corner latitude", Coding::balanced, 4, -90, 90};
  const NumberTag full_longitude{83 + 2 * corner, "corner longitude", Coding::balanced, 4, -180, 180};
  const auto latitude_deg = items.number(full_latitude);
  const auto longitude_deg = items.number(full_longitude);
  if (latitude_deg && longitude_deg) return wrapped(*latitude_deg, *longitude_deg);
  const NumberTag latitude_offset{
      26 + 2 * corner, "corner latitude offset", Coding::balanced, 2, -0.075, 0.075};
  const NumberTag longitude_offset{
      27 + 2 * corner, "corner longitude offset", Coding::balanced, 2, -0.075, 0.075};
  const auto north_deg = items.number(latitude_offset);
  const auto east_deg = items.number(longitude_offset);
  if (!north_deg || !east_deg || !packet.centre_latitude_deg || !packet.centre_longitude_deg)
    return std::nullopt;
  const MisbPoint moved =
      wrapped(*packet.centre_latitude_deg + *north_deg, *packet.centre_longitude_deg + *east_deg);
  if (std::fabs(moved.latitude_deg) > 90) return std::nullopt;
  return moved;
}

void read_items(Bytes bytes, MisbPacket& packet) {
  ItemTable items(bytes, packet);
  packet.measured_at = time_of(items);
  packet.heading_deg = items.noted(kHeading);
  packet.pitch_deg = items.either(kFullPitch, kPitch);
  packet.roll_deg = items.either(kFullRoll, kRoll);
  packet.sensor_latitude_deg = items.noted(kLatitude);
  packet.sensor_longitude_deg = items.noted(kLongitude);
  packet.sensor_msl_m = items.noted(kMsl);
  packet.sensor_height_m = items.noted(kHeight);
  packet.hfov_deg = items.noted(kHfov);
  packet.vfov_deg = items.noted(kVfov);
  packet.sensor_azimuth_deg = items.noted(kAzimuth);
  packet.sensor_elevation_deg = items.noted(kElevation);
  packet.sensor_roll_deg = items.noted(kSensorRoll);
  packet.slant_range_m = items.noted(kSlantRange);
  packet.centre_latitude_deg = items.noted(kCentreLatitude);
  packet.centre_longitude_deg = items.noted(kCentreLongitude);
  packet.centre_msl_m = items.noted(kCentreMsl);
  packet.centre_height_m = items.noted(kCentreHeight);
  for (std::size_t corner = 0; corner < packet.corners.size(); ++corner)
    packet.corners[corner] = corner_of(items, corner, packet);
  if (const auto version = items.raw(kVersionTag, "version", 1)) packet.version = static_cast<int>(*version);
}

/// Sum of 16-bit words over everything up to and including the checksum's own length byte.
std::uint16_t checksum_of(Bytes bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    sum += static_cast<std::uint32_t>(bytes[i]) << (i % 2 == 0 ? 8 : 0);
  return static_cast<std::uint16_t>(sum & 0xFFFF);
}

constexpr std::size_t kChecksumItem_bytes = 4;  // tag, length, and two bytes of sum

/// What is wrong with a whole packet's checksum; empty: nothing.
std::string checksum_fault(Bytes packet, std::size_t items_begin) {
  if (packet.size() < items_begin + kChecksumItem_bytes) return "it ends without a checksum";
  const Bytes item = packet.last(kChecksumItem_bytes);
  if (item[0] != kChecksumTag || item[1] != 2) return "it ends without a checksum";
  const std::uint64_t told = number_of(item.last(2));
  const std::uint16_t right = checksum_of(packet.first(packet.size() - 2));
  if (told == right) return "";
  return fmt::format("the checksum is wrong: found {:04x}, expected {:04x}", told, right);
}

}  // namespace

MisbReader::MisbReader(Bytes bytes) : bytes_(bytes), label_(label_from(0)) {}

std::size_t MisbReader::label_from(std::size_t offset) const {
  const auto begin = bytes_.begin() + static_cast<std::ptrdiff_t>(offset);
  return static_cast<std::size_t>(std::search(begin, bytes_.end(), kMisbLabel.begin(), kMisbLabel.end()) -
                                  bytes_.begin());
}

std::optional<MisbPacket> MisbReader::next() {
  skipped_ += label_ - at_;
  at_ = label_;
  if (at_ == bytes_.size()) return std::nullopt;
  MisbPacket packet;
  packet.offset = at_;
  // No packet holds another's label: one that claims to has lost its end.
  const std::size_t next_label = label_from(at_ + kMisbLabel.size());
  const Bytes room = bytes_.subspan(at_, next_label - at_);
  BerItems head(room.subspan(kMisbLabel.size()));
  const auto length = head.length();
  const std::size_t begin = kMisbLabel.size() + head.read();
  if (!length) {
    packet.size = room.size();
    packet.notes.emplace_back("its length cannot be read");
  } else if (*length > room.size() - begin) {
    packet.size = room.size();
    packet.notes.push_back(
        fmt::format("it is cut off: {} of its {} bytes are here", room.size() - begin, *length));
  } else {
    packet.size = begin + static_cast<std::size_t>(*length);
    const Bytes whole = room.first(packet.size);
    const std::string fault = checksum_fault(whole, begin);
    packet.sound = fault.empty();
    if (!packet.sound) packet.notes.push_back(fault);
    if (packet.sound) read_items(whole.subspan(begin, whole.size() - begin - kChecksumItem_bytes), packet);
  }
  at_ += packet.size;
  label_ = next_label;
  return packet;
}

}  // namespace nightjar
