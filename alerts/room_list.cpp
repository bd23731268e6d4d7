#include "alerts/room_list.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "alerts/json_fields.hpp"
#include "alerts/sha256.hpp"
#include "ingest/utc_time.hpp"
#include "processing/hotlist/hotlist_file.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kHeader = "mark,action,markers,reason,priority,owner,authoriser\n";

std::string quoted(const std::string& text) {
  std::string field = "\"";
  for (const char letter : text) {
    if (letter == '"') field += '"';
    field += letter;
  }
  return field + "\"";
}

std::string line_of(const RoomEntry& entry) {
  return quoted(entry.mark) + "," + quoted(entry.action.value_or("")) + "," +
         quoted(entry.markers.value_or("")) + "," + quoted(entry.reason.value_or("")) + "," +
         std::to_string(entry.priority) + "," + quoted(entry.owner.value_or("")) + "," +
         quoted(entry.authoriser.value_or("")) + "\n";
}

std::string csv_of(const std::vector<RoomEntry>& entries) {
  std::string csv = kHeader;
  for (const RoomEntry& entry : entries) csv += line_of(entry);
  return csv;
}

bool holds_controls(const std::optional<std::string>& text) {
  return text && std::any_of(text->begin(), text->end(), [](char letter) {
           const auto byte = static_cast<unsigned char>(letter);
           return byte < 0x20 || byte == 0x7F;
         });
}

/// What the reader of hotlists has against the entry, or a terminal would have.
std::string fault_of(const RoomEntry& entry) {
  const std::array texts{std::pair("action", &entry.action), std::pair("markers", &entry.markers),
                         std::pair("reason", &entry.reason), std::pair("owner", &entry.owner),
                         std::pair("authoriser", &entry.authoriser)};
  for (const auto& [name, text] : texts)
    if (holds_controls(*text)) return std::string(name) + ": holds control characters";
  HotlistFileOptions options;
  options.max_bad_lines = 0;
  const HotlistLoad load = parse_hotlist(csv_of({entry}), options);
  if (load.index) return {};
  const std::vector<HotlistFinding> faults = load.findings.faults();
  return faults.empty() ? "the entry cannot be read" : faults.front().text;
}

std::optional<std::string> text_if(const Json& json, const char* name) {
  if (!json.contains(name)) return std::nullopt;
  return json.at(name).get<std::string>();
}

CaptureTime time_of(const Json& json, const char* name) {
  const auto time = parse_utc(json.at(name).get<std::string>());
  if (!time) throw std::runtime_error(std::string(name) + " is no time");
  return *time;
}

}  // namespace

std::string RoomList::add(RoomEntry entry) {
  if (std::string fault = fault_of(entry); !fault.empty()) return fault;
  (void)cancel(entry.mark);
  if (entries_.size() >= kMost)
    return "the room's list is full: it holds " + std::to_string(kMost) + " entries";
  entries_.push_back(std::move(entry));
  return {};
}

bool RoomList::cancel(std::string_view bare_mark) {
  return std::erase_if(entries_, [&](const RoomEntry& entry) { return entry.mark == bare_mark; }) > 0;
}

std::size_t RoomList::expire(CaptureTime now) {
  return std::erase_if(entries_, [&](const RoomEntry& entry) { return entry.ends_at <= now; });
}

TermedHotlist RoomList::listed(bool restricted) const {
  TermedHotlist list;
  list.terms.name = "room/" + channel_;
  list.terms.channel = channel_;
  if (restricted) list.terms.restricted_channel = channel_;
  list.terms.matching = Matching::possible;
  list.terms.priority = 10;
  HotlistEdition edition;
  const std::string csv = csv_of(entries_);
  edition.revision = hex(sha256(csv)).substr(0, 16);
  for (const RoomEntry& entry : entries_)
    edition.written_at = std::max(edition.written_at.value_or(entry.entered_at), entry.entered_at);
  if (!entries_.empty()) list.index = parse_hotlist(csv, {}, edition).index;
  if (!list.index) {
    list.index = std::make_shared<const HotlistIndex>(HotlistTable({}), std::move(edition));
  }
  return list;
}

std::string RoomList::text() const {
  Json json = Json::array();
  for (const RoomEntry& entry : entries_) {
    Json item{{"mark", entry.mark}};
    put(item, "action", entry.action);
    put(item, "markers", entry.markers);
    put(item, "reason", entry.reason);
    put(item, "owner", entry.owner);
    put(item, "authoriser", entry.authoriser);
    item["priority"] = entry.priority;
    item["person"] = entry.person;
    item["entered_at"] = format_utc(entry.entered_at);
    item["ends_at"] = format_utc(entry.ends_at);
    json.push_back(std::move(item));
  }
  return dumped(json);
}

RoomList RoomList::of_text(std::string channel, std::string_view text) {
  RoomList list(std::move(channel));
  try {
    for (const Json& item : Json::parse(text)) {
      RoomEntry entry;
      entry.mark = item.at("mark").get<std::string>();
      entry.action = text_if(item, "action");
      entry.markers = text_if(item, "markers");
      entry.reason = text_if(item, "reason");
      entry.owner = text_if(item, "owner");
      entry.authoriser = text_if(item, "authoriser");
      entry.priority = item.at("priority").get<int>();
      entry.person = item.at("person").get<std::string>();
      entry.entered_at = time_of(item, "entered_at");
      entry.ends_at = time_of(item, "ends_at");
      list.entries_.push_back(std::move(entry));
    }
  } catch (const Json::exception& error) {
    throw std::runtime_error(std::string("the room's list cannot be read: ") + error.what());
  }
  return list;
}

}  // namespace nightjar
