#include "alerts/room_lists.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <cmath>
#include <utility>

#include "alerts/json_fields.hpp"
#include "ingest/utc_time.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kLongestWrittenMark = 32;  // as people write it
constexpr std::size_t kLongestText = 512;
constexpr double kDefault_h = 12;
constexpr double kLongest_h = 168;

CaptureTime wall_clock() {
  return std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
}

DeskAnswer refusal(std::string error) {
  return {std::move(error), nlohmann::ordered_json::object(), {}};
}

std::string kept_name(const std::string& channel) {
  return "room/" + channel;
}

bool is_silent(const RoomEntry& entry) {
  const std::string words = bare_mark(entry.action.value_or("") + entry.markers.value_or(""));
  return words.find("SILENT") != std::string::npos;
}

struct EntryReading {
  RoomEntry entry;
  std::string fault;
};

EntryReading read_entry(const DeskRequest& request, CaptureTime now) {
  EntryReading reading;
  JsonFields fields(request.body, "", reading.fault);
  RoomEntry& entry = reading.entry;
  entry.mark = bare_mark(fields.text("mark", kLongestWrittenMark));
  entry.action = fields.text_if("action", kLongestText);
  entry.markers = fields.text_if("markers", kLongestText);
  entry.owner = fields.text_if("owner", kLongestText);
  if (!entry.owner) entry.owner = request.person;
  entry.authoriser = fields.text_if("authoriser", kLongestText);
  entry.priority = static_cast<int>(fields.integer_if("priority", 0, 100).value_or(entry.priority));
  const double hours = fields.number_if("hours", 0.001, kLongest_h).value_or(kDefault_h);
  if (reading.fault.empty() && request.reason.empty()) fields.blame("reason", "is missing");
  entry.reason = request.reason;
  entry.person = request.person;
  entry.entered_at = now;
  entry.ends_at = now + std::chrono::seconds(std::llround(hours * 3600));
  return reading;
}

}  // namespace

RoomLists::RoomLists(AlertOutlet& outlet, const std::vector<RoomChannel>& channels,
                     std::function<void(TermedHotlist)> put)
    : outlet_(outlet), put_(std::move(put)) {
  for (const RoomChannel& channel : channels) {
    std::optional<std::string> text;
    outlet_.run_errand(
        [&](AlertDelivery& delivery) { text = delivery.journal().kept(kept_name(channel.name)); });
    Room room{text ? RoomList::of_text(channel.name, *text) : RoomList(channel.name), channel.restricted};
    room.list.expire(wall_clock());
    if (!room.list.entries().empty()) put_(room.list.listed(room.restricted));
    rooms_.emplace(channel.name, std::move(room));
  }
}

DeskAnswer RoomLists::add(const DeskRequest& request) {
  EntryReading reading = read_entry(request, wall_clock());
  if (!reading.fault.empty()) return refusal(reading.fault);
  const std::lock_guard guard(lock_);
  Room& room = rooms_.at(request.channel);
  if (!room.restricted && is_silent(reading.entry))
    return refusal("action: found SILENT, which only a restricted channel may hold");
  const std::string mark = reading.entry.mark;
  return deed_once(outlet_, request, mark, [&](AlertDelivery&, std::optional<KeptText>& kept) {
    RoomList list = room.list;
    const std::string ends = format_utc(reading.entry.ends_at);
    if (std::string fault = list.add(std::move(reading.entry)); !fault.empty()) return refusal(fault);
    room.list = std::move(list);
    kept = KeptText{kept_name(request.channel), room.list.text()};
    put_(room.list.listed(room.restricted));
    DeskAnswer answer;
    answer.fields["mark"] = mark;
    answer.fields["list"] = room.list.listed().terms.name;
    answer.fields["ends_at"] = ends;
    answer.fields["outcome"] = mark + " in force until " + ends;
    return answer;
  });
}

DeskAnswer RoomLists::cancel(const DeskRequest& request) {
  std::string fault;
  JsonFields fields(request.body, "", fault);
  const std::string mark = bare_mark(fields.text("mark", kLongestWrittenMark));
  if (fault.empty() && request.reason.empty()) fields.blame("reason", "is missing");
  if (!fault.empty()) return refusal(fault);
  const std::lock_guard guard(lock_);
  Room& room = rooms_.at(request.channel);
  return deed_once(outlet_, request, mark, [&](AlertDelivery&, std::optional<KeptText>& kept) {
    if (!room.list.cancel(mark)) return refusal("mark: no " + mark + " on the room's list of this channel");
    kept = KeptText{kept_name(request.channel), room.list.text()};
    put_(room.list.listed(room.restricted));
    DeskAnswer answer;
    answer.fields["mark"] = mark;
    answer.fields["outcome"] = mark + " is not in force any more";
    return answer;
  });
}

KeptText RoomLists::forget(const std::string& channel, const std::string& mark) {
  const std::lock_guard guard(lock_);
  Room& room = rooms_.at(channel);
  std::vector<std::string> going;
  for (const RoomEntry& entry : room.list.entries())
    if (folded_mark(entry.mark) == mark) going.push_back(entry.mark);
  for (const std::string& one : going) (void)room.list.cancel(one);
  if (!going.empty()) put_(room.list.listed(room.restricted));
  return {kept_name(channel), room.list.text()};
}

void RoomLists::expire(CaptureTime now) {
  const std::lock_guard guard(lock_);
  for (auto& [channel, room] : rooms_) {
    const std::size_t ended = room.list.expire(now);
    if (ended == 0) continue;
    if (!room.restricted) spdlog::info("room's list of channel {}: {} entries have ended", channel, ended);
    put_(room.list.listed(room.restricted));
  }
}

}  // namespace nightjar
