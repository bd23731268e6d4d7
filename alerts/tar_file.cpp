#include "alerts/tar_file.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>

namespace nightjar {
namespace {

// POSIX.1-1988 ustar: blocks of 512 bytes, numbers in octal digits, and two empty blocks at the end.
constexpr std::size_t kBlock = 512;
constexpr std::size_t kName = 0, kMode = 100, kUser = 108, kGroup = 116, kSize = 124, kTime = 136, kSum = 148,
                      kType = 156, kMagic = 257;
constexpr std::size_t kLongestName = 100;

std::size_t padded(std::size_t size) {
  return (size + kBlock - 1) / kBlock * kBlock;
}

void put_octal(std::string& header, std::size_t place, int digits, std::uint64_t number) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%0*llo", digits, static_cast<unsigned long long>(number));
  std::memcpy(header.data() + place, text.data(), static_cast<std::size_t>(digits));
}

std::uint64_t sum_of(std::string_view header) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i)
    sum += i >= kSum && i < kSum + 8 ? std::uint64_t{' '} : static_cast<unsigned char>(header[i]);
  return sum;
}

std::optional<std::uint64_t> octal(std::string_view field) {
  std::uint64_t number = 0;
  bool any = false;
  for (const char digit : field) {
    if (digit < '0' || digit > '7') break;
    number = number * 8 + static_cast<std::uint64_t>(digit - '0');
    any = true;
  }
  return any ? std::optional(number) : std::nullopt;
}

std::string header_of(const TarItem& item, CaptureTime modified_at) {
  std::string header(kBlock, '\0');
  std::memcpy(header.data() + kName, item.name.data(), std::min(item.name.size(), kLongestName));
  put_octal(header, kMode, 7, 0600);
  put_octal(header, kUser, 7, 0);
  put_octal(header, kGroup, 7, 0);
  put_octal(header, kSize, 11, item.bytes.size());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(modified_at.time_since_epoch()).count();
  put_octal(header, kTime, 11, static_cast<std::uint64_t>(std::max<std::int64_t>(0, seconds)));
  header[kType] = '0';
  std::memcpy(header.data() + kMagic, "ustar\00000", 8);
  put_octal(header, kSum, 6, sum_of(header));
  header[kSum + 6] = '\0';
  header[kSum + 7] = ' ';
  return header;
}

}  // namespace

std::string tar_of(const std::vector<TarItem>& items, CaptureTime modified_at) {
  std::string tar;
  for (const TarItem& item : items) {
    tar += header_of(item, modified_at) + item.bytes;
    tar.resize(padded(tar.size()), '\0');
  }
  tar.append(2 * kBlock, '\0');
  return tar;
}

TarReading read_tar(std::string_view bytes) {
  TarReading reading;
  while (bytes.size() >= kBlock) {
    const std::string_view header = bytes.substr(0, kBlock);
    if (header.find_first_not_of('\0') == std::string_view::npos) return reading;
    const auto size = octal(header.substr(kSize, 12));
    const auto sum = octal(header.substr(kSum, 8));
    const std::string_view name = header.substr(kName, kLongestName);
    const std::string item(name.substr(0, name.find('\0')));
    if (!size || !sum || *sum != sum_of(header)) {
      reading.fault = "the header of item " + std::to_string(reading.items.size() + 1) + " was changed";
      return reading;
    }
    if (*size > bytes.size() - kBlock) break;
    reading.items.push_back({item, std::string(bytes.substr(kBlock, *size))});
    bytes.remove_prefix(std::min(bytes.size(), kBlock + padded(*size)));
  }
  reading.fault = "the file is cut off";
  return reading;
}

}  // namespace nightjar
