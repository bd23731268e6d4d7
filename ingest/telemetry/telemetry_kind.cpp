#include "ingest/telemetry/telemetry_kind.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>

#include "ingest/telemetry/subtitle_cues.hpp"

namespace nightjar {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kUniversalLabel =
    "\x06\x0e\x2b\x34\x02\x0b\x01\x01\x0e\x01\x03\x01\x01\x00\x00\x00"sv;
constexpr std::size_t kBeginning = 64 << 10;

/// Sync bytes a packet apart, wherever the first one stands; packets may carry 4 bytes of time before them.
bool is_mpeg_ts(std::string_view bytes) {
  constexpr char kSync = 0x47;
  constexpr std::size_t kPackets = 4;
  for (const std::size_t packet : {188U, 192U}) {
    for (std::size_t first = 0; first < packet && first + packet < bytes.size(); ++first) {
      std::size_t found = 0;
      while (first + found * packet < bytes.size() && bytes[first + found * packet] == kSync &&
             found < kPackets)
        ++found;
      const std::size_t room = (bytes.size() - first + packet - 1) / packet;
      if (found >= 2 && found == std::min(kPackets, room)) return true;
    }
  }
  return false;
}

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) text.remove_prefix(kByteOrderMark.size());
  const auto first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

}  // namespace

std::optional<TelemetryKind> telemetry_kind_of(std::string_view bytes) {
  bytes = bytes.substr(0, kBeginning);
  // A transport stream holds labels in its packets, too.
  if (bytes.starts_with(kUniversalLabel)) return TelemetryKind::klv;  // whose bytes may look like the other's
  if (is_mpeg_ts(bytes)) return TelemetryKind::mpeg_ts;
  if (bytes.find(kUniversalLabel) != std::string_view::npos) return TelemetryKind::klv;
  const std::string_view text = without_mark(bytes);
  if (!text.empty() && text.front() == '{') return TelemetryKind::json_lines;
  if (has_subtitle_times(text)) return TelemetryKind::dji_srt;
  return std::nullopt;
}

std::optional<TelemetryKind> telemetry_kind(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string beginning(kBeginning, '\0');
  stream.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  if (!stream.is_open() || stream.bad() || std::filesystem::is_directory(file))
    throw std::runtime_error(file.string() + ": " + (errno != 0 ? std::strerror(errno) : "cannot be read"));
  beginning.resize(static_cast<std::size_t>(stream.gcount()));
  return telemetry_kind_of(beginning);
}

}  // namespace nightjar
