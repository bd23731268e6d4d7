#include "alerts/catch_up_duties.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>
#include <vector>

#include "alerts/base64.hpp"
#include "alerts/desk_duties.hpp"
#include "alerts/journal_reader.hpp"
#include "alerts/json_fields.hpp"
#include "alerts/packed_text.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestName = 256;
constexpr std::size_t kLeastPage = 1024;
constexpr std::size_t kMostPage = kLongestPage - 4096;  // for what frames the items
constexpr std::size_t kRowsAtOnce = 32;
constexpr std::size_t kMostPicturePart = 150'000;  // 200 kB in base64

DeskAnswer refusal(std::string error) {
  return {std::move(error), Json::object(), {}};
}

/// Items of an answer up to so many bytes, but one at least.
class Page {
 public:
  explicit Page(std::size_t bytes) : room_(bytes) {}

  /// False where it is full; then the item is not in it.
  bool take(Json item) {
    const std::size_t size = dumped(item).size() + 1;
    if (!answer.items.empty() && used_ + size > room_) return false;
    used_ += size;
    answer.items.push_back(std::move(item));
    return true;
  }

  DeskAnswer answer;

 private:
  std::size_t room_;
  std::size_t used_ = 0;
};

std::size_t page_bytes(JsonFields& fields) {
  return static_cast<std::size_t>(
      fields.integer_if("bytes", kLeastPage, kLongestPage).value_or(std::int64_t{kLongestPage}));
}

/// What the asker takes in small, if it says so: all items in one.
DeskAnswer in_small(DeskAnswer answer, bool packed) {
  if (!packed || answer.items.empty()) return answer;
  const Json items{{"items", std::exchange(answer.items, {})}};
  answer.items.push_back({{"packed", base64(packed_text(dumped(items)))}});
  return answer;
}

std::size_t room_of(std::size_t bytes) {
  return std::min(bytes, kMostPage);
}

/// What the journal's file does not tell, as the alerts thread knows it.
struct Present {
  std::string stream;
  ChainEnd end;
  std::vector<ChainedEvent> unwritten;  ///< of the channel, behind a number; the disk refuses them just now
};

Present present_of(AlertOutlet& outlet, const std::string& channel, const std::string& stream,
                   std::uint64_t behind, std::size_t most) {
  Present present;
  outlet.run_errand([&](AlertDelivery& delivery) {
    present.stream = delivery.journal().stream();
    present.end = delivery.journal().end_of(channel);
    for (const PromisedEvent& event : delivery.unwritten()) {
      const AlertEvent& told = event.chained.event;
      if (present.unwritten.size() >= most) break;
      if (told.channel == channel && told.stream == stream && told.seq > behind)
        present.unwritten.push_back(event.chained);
    }
  });
  return present;
}

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
      const AlertEvent* const state = delivery.book().find(told.alert);
      if (state == nullptr || open_behind(*state) == OpenBehind::no) continue;
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
void fill(Page& page, JournalReader& journal, const std::string& channel, const Waiting& waiting,
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

Json event_item(const JournalRow& row) {
  Json item{{"seq", row.seq}};
  if (row.text) {
    item["text"] = *row.text;
  } else {
    item["deleted"] = true;
    item["digest"] = hex(row.digest.value_or(Sha256{}));
  }
  return item;
}

/// The head of a chain behind its event `seq`; nullopt where the journal's file does not have it.
std::optional<Sha256> head_at(JournalReader& journal, const JournalChain& chain, std::uint64_t seq) {
  if (seq == 0) return Sha256{};
  const auto links = journal.links(chain, seq, 1);
  if (links.empty() || links.front().seq != seq) return std::nullopt;
  return links.front().head;
}

/// What is held of a chain behind a number, as much as the page takes; where it ends within the file, false.
bool fill(Page& page, JournalReader& journal, const JournalChain& chain, std::uint64_t& seq) {
  for (auto rows = journal.rows(chain, seq, kRowsAtOnce); !rows.empty();
       rows = journal.rows(chain, seq, kRowsAtOnce)) {
    for (const JournalRow& row : rows) {
      if (!page.take(event_item(row))) return true;
      seq = row.seq;
    }
  }
  return false;
}

/// Where everything behind `seq` up to some event is deleted: that event, if there is one, or the end.
std::optional<std::uint64_t> gone_before(JournalReader& journal, const JournalChain& chain,
                                         std::uint64_t seq) {
  const auto rows = journal.rows(chain, seq, 1);
  if (rows.empty() || rows.front().text) return std::nullopt;
  const auto held = journal.first_held(chain);
  if (!held) {
    const auto chains = journal.chains();
    for (const JournalChain& each : chains)
      if (each.stream == chain.stream && each.channel == chain.channel) return each.newest + 1;
    return std::nullopt;
  }
  if (*held <= seq) return std::nullopt;  // erased among events that are still there
  return held;
}

DeskAnswer events_since(AlertOutlet& outlet, JournalReader& journal, const JournalChain& chain,
                        std::uint64_t seq, std::size_t bytes) {
  Page page(room_of(bytes));
  Json& fields = page.answer.fields;
  fields["stream"] = chain.stream;
  if (const auto gone = gone_before(journal, chain, seq)) {
    fields["gone_before"] = *gone;
    return std::move(page.answer);
  }
  if (const auto head = head_at(journal, chain, seq)) fields["before"] = hex(*head);
  bool more = fill(page, journal, chain, seq);
  const std::size_t most = more ? 0 : kRowsAtOnce;
  const Present present = present_of(outlet, chain.channel, chain.stream, seq, most);
  const bool is_present = present.stream == chain.stream;
  for (const ChainedEvent& event : present.unwritten) {
    if (event.event.seq != seq + 1) break;  // some were written meanwhile
    more = more || !page.take({{"seq", event.event.seq}, {"text", event.text}});
    if (more) break;
    seq = event.event.seq;
  }
  if (is_present) fields["seq"] = present.end.seq;
  if (more || (is_present && seq < present.end.seq && !page.answer.items.empty())) fields["next"] = seq;
  if (more || is_present) return std::move(page.answer);
  const auto streams = journal.streams_behind(chain.stream);
  fields["next_stream"] = streams.empty() ? present.stream : streams.front();
  return std::move(page.answer);
}

}  // namespace

DeskDuty snapshot_duty(AlertOutlet& outlet, std::filesystem::path folder) {
  return [&outlet, folder = std::move(folder)](const DeskRequest& request) {
    const SnapshotReading asked = read_snapshot(request);
    if (!asked.fault.empty()) return refusal(asked.fault);
    // First where it stands, then what is open: what happens meanwhile is behind `seq` and comes again.
    const Present present = present_of(outlet, request.channel, "", 0, 0);
    const Waiting waiting = waiting_of(outlet, request.channel);
    JournalReader journal(folder);
    Page page(room_of(asked.bytes));
    Json& fields = page.answer.fields;
    fields = {{"stream", present.stream},
              {"channel", request.channel},
              {"seq", present.end.seq},
              {"head", hex(present.end.head)}};
    fill(page, journal, request.channel, waiting, asked);
    return in_small(std::move(page.answer), asked.packed);
  };
}

DeskDuty since_duty(AlertOutlet& outlet, std::filesystem::path folder) {
  return [&outlet, folder = std::move(folder)](const DeskRequest& request) {
    std::string fault;
    JsonFields fields(request.body, "", fault);
    const JournalChain chain{fields.text("stream", kLongestName), request.channel, 0};
    const auto seq = static_cast<std::uint64_t>(fields.integer("seq", 0, INT64_MAX));
    const std::size_t bytes = page_bytes(fields);
    const bool packed = fields.flag_if("packed").value_or(false);
    if (!fault.empty()) return refusal(fault);
    JournalReader journal(folder);
    if (!journal.has_stream(chain.stream)) {
      const Present present = present_of(outlet, request.channel, "", 0, 0);
      if (present.stream != chain.stream) {
        DeskAnswer answer;
        const auto streams = journal.streams_behind("");
        answer.fields = {{"stream", chain.stream},
                         {"gone", true},
                         {"next_stream", streams.empty() ? present.stream : streams.front()}};
        return answer;
      }
    }
    return in_small(events_since(outlet, journal, chain, seq, bytes), packed);
  };
}

DeskDuty evidence_duty(AlertOutlet& outlet, std::filesystem::path folder) {
  return [&outlet, folder = std::move(folder)](const DeskRequest& request) {
    std::string fault;
    JsonFields fields(request.body, "", fault);
    const std::string digest = fields.hex("sha256", 64);
    const auto from = static_cast<std::uint64_t>(fields.integer_if("from", 0, INT64_MAX / 2).value_or(0));
    const std::size_t bytes = page_bytes(fields);
    if (!fault.empty()) return refusal(fault);
    JournalReader journal(folder);
    std::optional<JournalReader::PicturePart> part;
    if (journal.shows(request.channel, digest))
      part = journal.picture_part(digest, from, std::min(bytes / 4 * 3, kMostPicturePart));
    fault = note_question(outlet, request, digest, part ? "opened" : "not there");
    if (!fault.empty()) return refusal(fault);
    if (!part) return refusal("sha256: no picture of this channel");
    DeskAnswer answer;
    answer.fields = {{"sha256", digest}, {"size", part->bytes}, {"from", from}};
    answer.items.push_back({{"base64", base64(part->part)}});
    return answer;
  };
}

}  // namespace nightjar
