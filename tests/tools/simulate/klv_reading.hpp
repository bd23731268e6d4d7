#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace nightjar {

/// One MISB ST 0601 packet read by the letter of the standard, for tests of what writes them.
struct KlvReading {
  std::size_t length = 0;  ///< of the whole packet
  std::vector<int> order;
  std::map<int, std::vector<std::uint8_t>> values;
  bool checksum_right = false;

  [[nodiscard]] std::uint64_t unsigned_of(int tag) const {
    std::uint64_t number = 0;
    for (const std::uint8_t byte : values.at(tag)) number = number << 8 | byte;
    return number;
  }
  [[nodiscard]] double spanned(int tag, double low, double high) const {
    const double most = std::pow(2.0, 8.0 * static_cast<double>(values.at(tag).size())) - 1;
    return low + static_cast<double>(unsigned_of(tag)) * (high - low) / most;
  }
  [[nodiscard]] double balanced(int tag, double most) const {
    const double bits = 8.0 * static_cast<double>(values.at(tag).size());
    auto number = static_cast<double>(unsigned_of(tag));
    if (number >= std::pow(2.0, bits - 1)) number -= std::pow(2.0, bits);
    return number * most / (std::pow(2.0, bits - 1) - 1);
  }
  [[nodiscard]] std::string text_of(int tag) const { return {values.at(tag).begin(), values.at(tag).end()}; }
};

/// Reads the packet at the beginning of `bytes`; throws std::out_of_range or std::runtime_error on what is
/// none.
inline KlvReading read_klv(const std::vector<std::uint8_t>& bytes) {
  static const std::vector<std::uint8_t> kLabel = {0x06, 0x0E, 0x2B, 0x34, 0x02, 0x0B, 0x01, 0x01,
                                                   0x0E, 0x01, 0x03, 0x01, 0x01, 0x00, 0x00, 0x00};
  for (std::size_t i = 0; i < kLabel.size(); ++i)
    if (bytes.at(i) != kLabel[i]) throw std::runtime_error("not the universal label");
  std::size_t at = kLabel.size();
  std::size_t size = bytes.at(at++);
  if (size > 127) {
    std::size_t more = size & 127;
    for (size = 0; more > 0; --more) size = size << 8 | bytes.at(at++);
  }
  KlvReading reading;
  reading.length = at + size;
  while (at < reading.length) {
    const int tag = bytes.at(at++);
    const std::size_t count = bytes.at(at++);
    if (tag > 127 || count > 127) throw std::runtime_error("a tag or length of more than a byte");
    if (at + count > reading.length) throw std::runtime_error("a value beyond the packet");
    reading.order.push_back(tag);
    reading.values[tag].assign(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                               bytes.begin() + static_cast<std::ptrdiff_t>(at + count));
    at += count;
  }
  unsigned sum = 0;
  for (std::size_t i = 0; i + 2 < reading.length; i += 2) sum += static_cast<unsigned>(bytes.at(i)) << 8;
  for (std::size_t i = 1; i + 2 < reading.length; i += 2) sum += bytes.at(i);
  reading.checksum_right = reading.values.contains(1) && reading.unsigned_of(1) == (sum & 0xFFFF);
  return reading;
}

}  // namespace nightjar
