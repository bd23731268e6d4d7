#include "tools/simulate/video_container.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <set>
#include <stdexcept>
#include <vector>

namespace nightjar {
namespace {

using Bytes = std::vector<std::uint8_t>;

class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& file)
      : name_(file.string()), size_(std::filesystem::file_size(file)) {
    stream_.open(file, std::ios::in | std::ios::out | std::ios::binary);
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  Bytes read(std::uint64_t at, std::size_t count) {
    Bytes bytes(count);
    stream_.seekg(static_cast<std::streamoff>(at));
    stream_.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(count));
    check();
    return bytes;
  }
  void write(std::uint64_t at, const Bytes& bytes) {
    stream_.seekp(static_cast<std::streamoff>(at));
    stream_.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    check();
  }
  void check(bool good = true) {
    if (!stream_ || !good) throw std::runtime_error(name_ + ": does not hold what its ending says");
  }

 private:
  std::string name_;
  std::uint64_t size_;
  std::fstream stream_;
};

std::uint64_t number_of(const Bytes& bytes) {
  std::uint64_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8 | byte;
  return number;
}

Bytes bytes_of(std::uint64_t number, std::size_t count) {
  Bytes bytes(count);
  for (std::size_t i = count; i > 0; --i, number >>= 8) bytes[i - 1] = static_cast<std::uint8_t>(number);
  return bytes;
}

// ISO/IEC 14496-12: boxes of a 32-bit size and four letters; times in seconds since 1904.
constexpr std::uint64_t kSecondsFrom1904To1970 = 2082844800;

void settle_mp4(OpenFile& file, std::uint64_t from, std::uint64_t end, std::uint64_t date_s) {
  static const std::set<std::string> kFolders{"moov", "trak", "mdia"};
  static const std::set<std::string> kDated{"mvhd", "tkhd", "mdhd"};
  while (from + 8 <= end) {
    std::uint64_t size = number_of(file.read(from, 4));
    const Bytes letters = file.read(from + 4, 4);
    const std::string type(letters.begin(), letters.end());
    const std::uint64_t head = size == 1 ? 16 : 8;
    if (size == 1) size = number_of(file.read(from + 8, 8));
    if (size == 0) size = end - from;
    file.check(size >= head && from + size <= end);
    if (kFolders.contains(type)) {
      settle_mp4(file, from + head, from + size, date_s);
    } else if (kDated.contains(type)) {
      const std::size_t width = file.read(from + head, 1).front() == 1 ? 8 : 4;
      file.write(from + head + 4, bytes_of(date_s, width));
      file.write(from + head + 4 + width, bytes_of(date_s, width));
    }
    from += size;
  }
}

// RFC 8794: an element is an identifier and a size, both of a length that their first bits tell.
struct Element {
  std::uint64_t id = 0;
  std::uint64_t body = 0;
  std::uint64_t size = 0;
  bool endless = false;
};

std::size_t length_told_by(std::uint8_t first) {
  std::size_t length = 1;
  for (std::uint8_t mask = 0x80; mask != 0 && (first & mask) == 0; mask >>= 1) ++length;
  return length;
}

Element element_at(OpenFile& file, std::uint64_t at) {
  Element element;
  const std::size_t id_length = length_told_by(file.read(at, 1).front());
  file.check(id_length <= 4);
  element.id = number_of(file.read(at, id_length));
  const std::size_t size_length = length_told_by(file.read(at + id_length, 1).front());
  file.check(size_length <= 8);
  const std::uint64_t most = (std::uint64_t{1} << (7 * size_length)) - 1;
  element.size = number_of(file.read(at + id_length, size_length)) & most;
  element.endless = element.size == most;
  element.body = at + id_length + size_length;
  return element;
}

constexpr std::uint64_t kSegmentId = 0x18538067;
constexpr std::uint64_t kSegmentUidId = 0x73A4;
constexpr std::uint64_t kTrackUidId = 0x73C5;
constexpr std::uint64_t kTagTrackUidId = 0x63C5;
constexpr std::uint64_t kDateId = 0x4461;
constexpr CaptureTime kMatroskaEpoch = std::chrono::sys_days{std::chrono::year{2001} / 1 / 1};

void settle_leaf(OpenFile& file, const Element& element, std::optional<CaptureTime> date) {
  if (element.id == kSegmentUidId || element.id == kTrackUidId || element.id == kTagTrackUidId) {
    file.write(element.body, bytes_of(1, static_cast<std::size_t>(element.size)));
  } else if (element.id == kDateId && element.size == 8) {
    if (date) {
      const std::chrono::nanoseconds since = *date - kMatroskaEpoch;
      file.write(element.body, bytes_of(static_cast<std::uint64_t>(since.count()), 8));
    } else {  // two bytes of identifier, one of size: an empty element of the same length
      file.write(element.body - 3, Bytes{0xEC, 0x89, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    }
  }
}

void settle_matroska(OpenFile& file, std::uint64_t from, std::uint64_t end, std::optional<CaptureTime> date) {
  static const std::set<std::uint64_t> kFolders{kSegmentId, 0x1549A966, 0x1654AE6B, 0xAE,
                                                0x1254C367, 0x7373,     0x63C0};
  while (from < end) {
    const Element element = element_at(file, from);
    const std::uint64_t next = element.endless ? end : element.body + element.size;
    file.check(next <= end);
    if (kFolders.contains(element.id)) {
      settle_matroska(file, element.body, next, date);
    } else {
      settle_leaf(file, element, date);
    }
    from = next;
  }
}

}  // namespace

void settle_container(const std::filesystem::path& path, std::optional<CaptureTime> date) {
  const std::string ending = path.extension().string();
  if (ending != ".mp4" && ending != ".mkv") return;
  OpenFile file(path);
  if (ending == ".mkv") {
    settle_matroska(file, 0, file.size(), date);
  } else {
    const auto since_1970 =
        date ? std::chrono::floor<std::chrono::seconds>(date->time_since_epoch()).count() : 0;
    settle_mp4(file, 0, file.size(),
               date ? static_cast<std::uint64_t>(since_1970) + kSecondsFrom1904To1970 : 0);
  }
}

}  // namespace nightjar
