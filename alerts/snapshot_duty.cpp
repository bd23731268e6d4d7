#include <algorithm>
#include <charconv>
#include <set>
#include <utility>
#include <vector>

#include "alerts/catch_up_duties.hpp"
#include "alerts/channel_present.hpp"
#include "alerts/desk_page.hpp"
#include "alerts/json_fields.hpp"
#include "alerts/kept_reader.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestName = 256;
constexpr std::size_t kRowsAtOnce = 32;

/// Open alerts by the newest of what waits for the disk, and alerts that it has changed at all.
struct Waiting {
  std::vector<OpenAlert> open;  ///< in the order of a snapshot
  std::set<std::string> alerts;
};

Waiting waiting_of(AlertOutlet& outlet, const std::string& channel) {
  Waiting waiting;
  outlet.run_errand([&](AlertDelivery& delivery) {
    const auto& unwritten = delivery.unwritten();
    for (auto event = unwritten.rbegin(); event != unwritten.rend(); ++event) {
      const AlertEvent& told = event->chained.event;
      if (told.channel != channel || !waiting.alerts.insert(told.alert).second) continue;
      const AlertEvent* const state = delivery.book().find(told.alert);  // none of the worker's own alarms
      if (open_behind(state == nullptr ? told : *state) == OpenBehind::no) continue;
      const std::int64_t at_ms =
          told.published_at
              ? std::chrono::floor<std::chrono::milliseconds>(told.published_at->time_since_epoch()).count()
              : 0;
      waiting.open.push_back(
          {told.stream, told.seq, event->chained.text, {told.priority, at_ms, told.alert}});
    }
  });
  std::sort(waiting.open.begin(), waiting.open.end(),
            [](const OpenAlert& a, const OpenAlert& b) { return comes_before(a.place, b.place); });
  return waiting;
}

/// "priority:ms:alert", and back; nullopt for anything else.
std::string text_of(const OpenPlace& place) {
  return std::to_string(place.priority) + ":" + std::to_string(place.before_ms) + ":" + place.alert;
}

std::optional<OpenPlace> place_of(const std::string& text) {
  OpenPlace place;
  const char* const end = text.data() + text.size();
  const auto priority = std::from_chars(text.data(), end, place.priority);
  if (priority.ec != std::errc() || priority.ptr == end || *priority.ptr != ':') return std::nullopt;
  const auto before = std::from_chars(priority.ptr + 1, end, place.before_ms);
  if (before.ec != std::errc() || before.ptr == end || *before.ptr != ':') return std::nullopt;
  if (place.before_ms == INT64_MIN) return std::nullopt;
  place.alert.assign(before.ptr + 1, end);
  return place;
}

struct SnapshotReading {
  OpenPlace after;
  std::string stream;  ///< that the asker has up to `seq`; or empty
  std::uint64_t seq = 0;
  std::size_t bytes = 0;
  bool packed = false;
  std::string fault;
};

SnapshotReading read_snapshot(const DeskRequest& request) {
  SnapshotReading reading;
  JsonFields fields(request.body, "", reading.fault);
  reading.bytes = page_bytes(fields);
  reading.packed = fields.flag_if("packed").value_or(false);
  reading.stream = fields.text_if("stream", kLongestName).value_or("");
  reading.seq = static_cast<std::uint64_t>(fields.integer_if("seq", 0, INT64_MAX).value_or(0));
  if (const auto after = fields.text_if("after", kLongestName)) {
    const auto place = place_of(*after);
    if (!place) fields.blame("after", "is no `next` of a snapshot");
    reading.after = place.value_or(OpenPlace{});
  }
  return reading;
}

Json open_item(const OpenAlert& open, const SnapshotReading& asked) {
  Json item{{"alert", open.place.alert}, {"stream", open.stream}, {"seq", open.seq}};
  if (open.stream != asked.stream || open.seq > asked.seq) item["text"] = open.text;
  return item;
}

/// Takes open alerts of the journal and of what waits for it in one order, until the page is full.
void fill(DeskPage& page, JournalReader& journal, const std::string& channel, const Waiting& waiting,
          const SnapshotReading& asked) {
  OpenPlace place = asked.after;
  auto next_waiting = std::find_if(waiting.open.begin(), waiting.open.end(),
                                   [&](const OpenAlert& open) { return comes_before(place, open.place); });
  const auto take = [&](const OpenAlert& open) {
    if (!page.take(open_item(open, asked))) {
      page.answer.fields["next"] = text_of(place);
      return false;
    }
    place = open.place;
    return true;
  };
  OpenPlace read = place;
  for (auto rows = journal.open_alerts(channel, read, kRowsAtOnce); !rows.empty();
       rows = journal.open_alerts(channel, read, kRowsAtOnce)) {
    for (const OpenAlert& open : rows) {
      read = open.place;
      if (waiting.alerts.contains(open.place.alert)) continue;
      for (; next_waiting != waiting.open.end() && comes_before(next_waiting->place, open.place);
           ++next_waiting)
        if (!take(*next_waiting)) return;
      if (!take(open)) return;
    }
  }
  for (; next_waiting != waiting.open.end(); ++next_waiting)
    if (!take(*next_waiting)) return;
}

}  // namespace

DeskDuty snapshot_duty(AlertOutlet& outlet, std::filesystem::path folder) {
  return [&outlet, folder = std::move(folder)](const DeskRequest& request) {
    const SnapshotReading asked = read_snapshot(request);
    if (!asked.fault.empty()) return DeskAnswer{asked.fault, Json::object(), {}};
    // First where it stands, then what is open: what happens meanwhile is behind `seq` and comes again.
    const ChannelPresent present = present_of(outlet, request.channel);
    const Waiting waiting = waiting_of(outlet, request.channel);
    const KeptReader reader(folder);
    JournalReader& journal = *reader;
    DeskPage page(asked.bytes);
    Json& fields = page.answer.fields;
    fields = {{"stream", present.stream},
              {"channel", request.channel},
              {"seq", present.end.seq},
              {"head", hex(present.end.head)}};
    fill(page, journal, request.channel, waiting, asked);
    return in_small(std::move(page.answer), asked.packed);
  };
}

}  // namespace nightjar
