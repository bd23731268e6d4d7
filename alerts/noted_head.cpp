#include "alerts/noted_head.hpp"

#include <charconv>
#include <fstream>

#include "alerts/alert_beat.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kLongestShown = 60;

std::optional<NotedHead> of_beat(std::string_view text) {
  const BeatReading reading = beat_from_json(text);
  if (!reading.beat) return std::nullopt;
  const auto head = sha256_from_hex(reading.beat->head);
  if (!head) return std::nullopt;
  NotedHead noted{reading.beat->stream, reading.beat->channel, reading.beat->seq, *head};
  if (const auto audit = sha256_from_hex(reading.beat->audit_head); audit && reading.beat->audit_seq > 0)
    noted.audit = ChainEnd{reading.beat->audit_seq, *audit};
  return noted;
}

}  // namespace

std::optional<NotedHead> noted_head(std::string_view text) {
  if (text.starts_with('{')) return of_beat(text);
  const std::size_t second = text.rfind(':');
  if (second == std::string_view::npos || second == 0) return std::nullopt;
  const std::size_t first = text.rfind(':', second - 1);
  if (first == std::string_view::npos || first == 0) return std::nullopt;
  NotedHead noted;
  noted.channel = text.substr(0, first);
  const std::string_view number = text.substr(first + 1, second - first - 1);
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), noted.seq);
  const auto head = sha256_from_hex(text.substr(second + 1));
  if (error != std::errc() || end != number.data() + number.size() || !head) return std::nullopt;
  noted.head = *head;
  return noted;
}

NotedHeads noted_heads_in(const std::filesystem::path& file) {
  NotedHeads noted;
  std::ifstream in(file);
  if (!in) noted.errors.push_back(file.string() + ": cannot be read, expected a file of heads");
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    if (auto head = noted_head(line)) {
      noted.heads.push_back(std::move(*head));
    } else {
      noted.errors.push_back(file.string() + ":" + std::to_string(number) + ": found \"" +
                             line.substr(0, kLongestShown) +
                             "\", expected CHANNEL:SEQ:HEX or a heartbeat's JSON");
    }
  }
  return noted;
}

}  // namespace nightjar
