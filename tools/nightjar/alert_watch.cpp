#include "tools/nightjar/alert_watch.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "alerts/json_fields.hpp"
#include "tools/nightjar/folded_text.hpp"

namespace nightjar {
namespace {

constexpr double kLate_s = 5;  // as the worker calls it late

const char* name_of(AlertOrigin origin) {
  return origin == AlertOrigin::snapshot ? "snapshot" : origin == AlertOrigin::history ? "history" : "live";
}

/// The message on one line in ASCII, so that no terminal finds an order in it; as JSON it is the same, and
/// where it did not come live, `received` says how.
std::string json_line(const ReceivedAlert& alert) {
  using Json = nlohmann::ordered_json;
  Json json = Json::parse(alert.json);
  if (alert.origin != AlertOrigin::live || alert.perhaps_again) {
    Json received{{"origin", name_of(alert.origin)}};
    put_number(received, "age_s", alert.age_s, 3);
    if (alert.superseded) received["superseded"] = true;
    if (alert.perhaps_again) received["perhaps_again"] = true;
    json["received"] = std::move(received);
  }
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string safe_name(const std::string& text) {
  std::string name;
  for (const char letter : text.substr(0, 64)) {
    const bool safe = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= '0' && letter <= '9');
    name += safe ? letter : '_';
  }
  return name;
}

void put_out(std::FILE* file, const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), file);
  std::fflush(file);
}

}  // namespace

std::string picture_file_name(const AlertEvent& event) {
  return fmt::format("{}-r{}.jpg", safe_name(event.alert), event.revision);
}

std::string picture_file_name(const ReceivedPicture& picture) {
  return fmt::format("{}-{}-{}.jpg", safe_name(picture.alert), safe_name(picture.name),
                     safe_name(picture.sha256.substr(0, 12)));
}

AlertWatch::AlertWatch(AlertWatchOptions options)
    : options_(std::move(options)), palette_(!options_.json && output_wants_colour()), view_(palette_) {
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
  if (!options_.folder.empty() && !received.picture.empty())
    save(picture_file_name(received.event), received.picture);
  if (options_.json) return put_out(stdout, json_line(received) + "\n");
  AlertEvent event = received.event;
  if (received.age_s.value_or(0) > kLate_s) event.late_s = received.age_s;
  std::string before;
  if (received.superseded) before = "EARLIER  ";
  if (received.perhaps_again) before += "PERHAPS AGAIN  ";
  say(palette_.in(Ink::faint, before) + view_.of(event));
}

void AlertWatch::show_one(const ReceivedPicture& picture) {
  if (!options_.folder.empty()) save(picture_file_name(picture), picture.jpeg);
}

void AlertWatch::show_one(const SnapshotTaken& snapshot) {
  if (!options_.channel.empty() && snapshot.channel != options_.channel) return;
  say(palette_.in(Ink::faint, fmt::format("OPEN  {} on channel {}, as of event {}", snapshot.open.size(),
                                          printable(snapshot.channel), snapshot.seq)) +
      "\n");
}

void AlertWatch::show_one(const StreamChange& change) {
  const std::string channel = printable(change.channel);
  const std::string words =
      change.gone ? fmt::format(
                        "NEW STREAM  the journal of channel {} was set aside: what was missed before "
                        "is lost here, look into the worker's folder",
                        channel)
                  : fmt::format("NEW STREAM  channel {} counts from 1 again", channel);
  say(palette_.in(Ink::caution, words) + "\n");
}

void AlertWatch::show_one(const ChainBreak& broken) {
  say(palette_.in(Ink::alarm, fmt::format("CHAIN BROKEN  at event {} of channel {}: something was changed, "
                                          "left out or put in before it",
                                          broken.seq, printable(broken.channel))) +
      "\n");
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
  if (options_.json) return put_out(stderr, text);
  put_out(stdout, folded(text, terminal_columns()));
}

void AlertWatch::save(const std::string& name, const std::string& jpeg) {
  const std::filesystem::path file = options_.folder / name;
  std::ofstream out(file, std::ios::binary);
  out << jpeg;
  out.close();
  if (out || std::exchange(told_of_folder_, true)) return;
  put_out(stderr, fmt::format("watch: {}: the picture cannot be written\n", file.string()));
}

void AlertWatch::note_place(const std::string& place, bool lags) {
  if (lags == std::exchange(place_lags_, lags)) return;
  put_out(stderr,
          lags ? "watch: " + place +
                     ": the disk is full; alerts go on, but those shown from now on come again after a "
                     "restart unless there is room before\n"
               : "watch: " + place + ": is written again\n");
}

/// A refused picture is followed by others that are not: the same words once.
void AlertWatch::note_refusal(const std::string& refusal) {
  if (refusal.empty() || refusal == refusal_) return;
  refusal_ = refusal;
  put_out(stderr, "watch: the desk refuses: " + printable(refusal) + "\n");
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
