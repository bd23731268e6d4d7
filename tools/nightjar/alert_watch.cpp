#include "tools/nightjar/alert_watch.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

namespace nightjar {
namespace {

/// The message on one line in ASCII, so that no terminal finds an order in it; as JSON it is the same.
std::string json_line(const std::string& text) {
  using Json = nlohmann::ordered_json;
  return Json::parse(text).dump(-1, ' ', true, Json::error_handler_t::replace);
}

void put_out(std::FILE* file, const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), file);
  std::fflush(file);
}

}  // namespace

std::string picture_file_name(const AlertEvent& event) {
  std::string name;
  for (const char letter : event.alert.substr(0, 64)) {
    const bool safe = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= '0' && letter <= '9');
    name += safe ? letter : '_';
  }
  return fmt::format("{}-r{}.jpg", name, event.revision);
}

AlertWatch::AlertWatch(AlertWatchOptions options)
    : options_(std::move(options)), view_(Palette(!options_.json && output_wants_colour())) {
  if (options_.folder.empty()) return;
  std::error_code error;
  std::filesystem::create_directories(options_.folder, error);
  if (error) throw WatchFolderError(options_.folder.string() + ": " + error.message());
}

void AlertWatch::show(const Received& received) {
  std::visit([this](const auto& one) { show_one(one); }, received);
}

void AlertWatch::show_one(const ReceivedAlert& received) {
  if (!options_.channel.empty() && received.event.channel != options_.channel) return;
  put_out(stdout, options_.json ? json_line(received.json) + "\n" : view_.of(received.event));
  if (!options_.folder.empty() && !received.picture.empty()) save(received);
}

void AlertWatch::show_one(const ReceivedBeat& received) {
  const auto before = journals_.try_emplace(received.endpoint, JournalState::ok).first;
  if (before->second != received.beat.journal) say(view_.of_journal(received));
  before->second = received.beat.journal;
}

void AlertWatch::show_one(const SequenceGap& gap) {
  if (options_.channel.empty() || gap.channel == options_.channel) say(view_.of(gap));
}

void AlertWatch::show_one(const LinkChange& change) {
  say(view_.of(change));
}

void AlertWatch::say(const std::string& text) const {
  put_out(options_.json ? stderr : stdout, text);
}

void AlertWatch::save(const ReceivedAlert& received) {
  const std::filesystem::path file = options_.folder / picture_file_name(received.event);
  std::ofstream out(file, std::ios::binary);
  out << received.picture;
  out.close();
  if (out || std::exchange(told_of_folder_, true)) return;
  put_out(stderr, fmt::format("watch: {}: the picture cannot be written\n", file.string()));
}

void AlertWatch::note(const SubscriberCounts& counts) {
  if (counts.replays_refused > 0 && !std::exchange(told_of_replays_, true)) {
    put_out(stderr, "watch: events of a replay come in; they are not shown without --replay\n");
  }
  if (counts.malformed > 0 && !std::exchange(told_of_malformed_, true)) {
    put_out(stderr, "watch: messages come in that are no alerts of this format; they are left out\n");
  }
}

}  // namespace nightjar
