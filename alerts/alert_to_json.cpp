#include <cassert>

#include "alerts/alert_json.hpp"
#include "alerts/json_fields.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostItems = 16;  // of a list within an event

const char* match_word(bool exact) {
  return exact ? "exact" : "possible";
}

/// Writes one event with no free text above a length.
class EventWriter {
 public:
  explicit EventWriter(std::size_t longest_text) : longest_text_(longest_text) {}

  Json event(const AlertEvent& event) const;
  Json entry(const AlertEntry& entry) const;

 private:
  Json clock(const CaptureClock& clock) const;
  Json place(const AlertPlace& place) const;
  Json vehicle(const AlertVehicle& vehicle) const;
  Json heat(const AlertHeat& heat) const;
  Json action(const AlertAction& action) const;
  Json clone(const PossibleClone& clone) const;
  Json confirmation(const Confirmation& confirmation) const;
  Json crew_word(const CrewWord& word) const;
  Json crew(const AlertCrew& crew) const;
  void people(Json& json, const AlertEvent& event) const;
  void incident(Json& json, const AlertEvent& event) const;
  Json evidence(const EvidenceReference& reference) const;

  /// Cut between characters, marked with an ellipsis.
  std::string cut(const std::string& text) const {
    if (text.size() <= longest_text_) return text;
    std::size_t end = longest_text_;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "…";
  }
  void text(Json& object, const char* name, const std::optional<std::string>& value) const {
    if (value && !value->empty()) object[name] = cut(*value);
  }
  static void time(Json& object, const char* name, const std::optional<CaptureTime>& value) {
    if (value) object[name] = format_utc(*value);
  }
  template <typename Item, typename Writer>
  static Json list(const std::vector<Item>& items, Writer write) {
    Json array = Json::array();
    for (const Item& item : items) {
      if (array.size() == kMostItems) break;
      array.push_back(write(item));
    }
    return array;
  }

  std::size_t longest_text_;
};

Json EventWriter::clock(const CaptureClock& clock) const {
  Json json;
  json["source"] = name_of(clock.source);
  if (clock.offset) json["offset_ms"] = clock.offset->count();
  json["believed"] = clock.believed;
  return json;
}

Json EventWriter::place(const AlertPlace& place) const {
  Json json = Json::object();
  put_number(json, "lat", place.latitude_deg, 7);
  put_number(json, "lon", place.longitude_deg, 7);
  put_number(json, "ce90_m", place.ce90_m, 2);
  if (place.ellipse) {
    Json& ellipse = json["ellipse"];
    put_number(ellipse, "major_m", place.ellipse->major_m, 2);
    put_number(ellipse, "minor_m", place.ellipse->minor_m, 2);
    put_number(ellipse, "bearing_deg", place.ellipse->bearing_deg, 1);
  }
  text(json, "os_grid", place.os_grid);
  text(json, "words", place.words);
  return json;
}

Json EventWriter::entry(const AlertEntry& entry) const {
  Json json;
  json["list"] = entry.list;
  put(json, "list_revision", entry.list_revision);
  put(json, "list_age_s", entry.list_age_s);
  put(json, "entry_age_s", entry.entry_age_s);
  json["mark"] = cut(entry.mark);
  if (entry.exact) json["match"] = match_word(*entry.exact);
  text(json, "action", entry.action);
  text(json, "markers", entry.markers);
  text(json, "reason", entry.reason);
  text(json, "risk", entry.risk);
  text(json, "priority", entry.priority);
  text(json, "owner", entry.owner);
  text(json, "contact", entry.contact);
  text(json, "authoriser", entry.authoriser);
  text(json, "marking", entry.marking);
  text(json, "effective", entry.effective);
  text(json, "weed", entry.weed);
  return json;
}

Json EventWriter::vehicle(const AlertVehicle& vehicle) const {
  Json json;
  json["mark"] = cut(vehicle.mark);
  put_number(json, "read_confidence", vehicle.read_confidence, 4);
  json["match"] = match_word(vehicle.exact);
  put_number(json, "probability", vehicle.probability, 4);
  if (!vehicle.differs.empty()) {
    json["differs"] = list(vehicle.differs, [](const DifferingCharacter& character) {
      return Json{{"position", character.position}, {"read", character.read}, {"listed", character.listed}};
    });
  }
  put(json, "direction", vehicle.direction);
  text(json, "direction_words", vehicle.direction_words);
  put_number(json, "bearing_deg", vehicle.bearing_deg, 1);
  text(json, "order", vehicle.order);
  json["entries"] = list(vehicle.entries, [this](const AlertEntry& item) { return entry(item); });
  return json;
}

Json EventWriter::heat(const AlertHeat& heat) const {
  Json json;
  json["class"] = heat.heat_class;
  put_number(json, "probability", heat.probability, 4);
  put_number(json, "class_probability", heat.class_probability, 4);
  put_number(json, "peak_k", heat.peak_k, 1);
  put_number(json, "velocity_mps", heat.velocity_mps, 2);
  put_number(json, "bearing_deg", heat.bearing_deg, 1);
  time(json, "lost_at", heat.lost_at);
  if (heat.group) {
    Json& group = json["group"];
    group["count"] = heat.group->count;
    group["most"] = heat.group->most;
    put_number(group, "extent_m", heat.group->extent_m, 1);
  }
  if (heat.own) {
    Json& own = json["own"];
    own["id"] = cut(heat.own->id);
    own["kind"] = heat.own->kind;
    text(own, "label", heat.own->label);
    put_number(own, "distance_m", heat.own->distance_m, 1);
    put_number(own, "age_s", heat.own->age_s, 1);
  }
  if (heat.unconfirmed) json["unconfirmed"] = true;
  return json;
}

Json EventWriter::action(const AlertAction& action) const {
  Json json = Json::object();
  text(json, "code", action.code);
  text(json, "note", action.note);
  text(json, "confirms", action.confirms);
  text(json, "to", action.to);
  put(json, "revision", action.revision);
  return json;
}

Json EventWriter::clone(const PossibleClone& clone) const {
  Json json{{"alert", cut(clone.alert)}};
  text(json, "feed", clone.feed);
  time(json, "captured_at", clone.captured_at);
  put_number(json, "distance_m", clone.distance_m, 0);
  put_number(json, "apart_s", clone.apart_s, 1);
  return json;
}

Json EventWriter::confirmation(const Confirmation& confirmation) const {
  Json json{{"person", cut(confirmation.person)}, {"revision", confirmation.revision}};
  time(json, "at", confirmation.at);
  time(json, "until", confirmation.until);
  text(json, "alert", confirmation.alert);
  return json;
}

Json EventWriter::crew_word(const CrewWord& word) const {
  Json json{{"person", cut(word.person)}};
  time(json, "at", word.at);
  return json;
}

Json EventWriter::crew(const AlertCrew& crew) const {
  Json json{{"name", cut(crew.name)}, {"by", cut(crew.by)}};
  time(json, "at", crew.at);
  time(json, "receive_by", crew.receive_by);
  time(json, "given_back_at", crew.given_back_at);
  if (crew.received) json["received"] = crew_word(*crew.received);
  if (crew.attending) json["attending"] = crew_word(*crew.attending);
  return json;
}

void EventWriter::incident(Json& json, const AlertEvent& event) const {
  json["sightings"] = event.sightings;
  put(json, "quiet_s", event.quiet_s);
  text(json, "repeat_of", event.repeat_of);
  text(json, "alerted_again", event.alerted_again);
  if (event.possible_clone) json["possible_clone"] = clone(*event.possible_clone);
  text(json, "cloned", event.cloned);
  text(json, "silenced", event.silenced);
  if (event.late_match) json["late_match"] = true;
}

/// What people have said of it, and what they have left undone.
void EventWriter::people(Json& json, const AlertEvent& event) const {
  text(json, "acknowledged_by", event.acknowledged_by);
  text(json, "taken_over_from", event.taken_over_from);
  if (event.crew) json["crew"] = crew(*event.crew);
  if (event.escalation)
    json["escalation"] = {{"level", event.escalation->level}, {"because", event.escalation->because}};
  if (event.characters_confirmed) json["confirmed"]["characters"] = confirmation(*event.characters_confirmed);
  if (event.entry_confirmed) json["confirmed"]["entry"] = confirmation(*event.entry_confirmed);
}

Json EventWriter::evidence(const EvidenceReference& reference) const {
  Json json;
  json["name"] = reference.name;
  json["sha256"] = reference.sha256;
  time(json, "captured_at", reference.captured_at);
  if (!reference.feed.empty()) json["feed"] = reference.feed;
  return json;
}

Json EventWriter::event(const AlertEvent& event) const {
  Json json;
  json["stream"] = event.stream;
  json["seq"] = event.seq;
  json["event"] = name_of(event.event);
  json["alert"] = event.alert;
  json["revision"] = event.revision;
  json["incident"] = event.incident;
  json["kind"] = name_of(event.kind);
  json["priority"] = event.priority;
  json["handling"] = name_of(event.handling);
  json["channel"] = event.channel;
  if (!event.feed.empty()) json["feed"] = event.feed;
  time(json, "captured_at", event.captured_at);
  if (event.captured_at) json["clock"] = clock(event.clock);
  time(json, "published_at", event.published_at);
  put_number(json, "late_s", event.late_s, 3);
  json["journalled"] = event.journalled;
  json["replay"] = event.replay;
  if (event.place) json["place"] = place(*event.place);
  if (!event.areas.empty())
    json["areas"] = list(event.areas, [this](const auto& area) { return Json(cut(area)); });
  if (event.vehicle) json["vehicle"] = vehicle(*event.vehicle);
  if (event.heat) json["heat"] = heat(*event.heat);
  if (event.health) {
    json["health"] = {{"what", cut(event.health->what)}, {"cause", cut(event.health->cause)}};
    text(json["health"], "detail", event.health->detail);
  }
  incident(json, event);
  people(json, event);
  text(json, "rule", event.rule);
  text(json, "sortie", event.sortie);
  text(json, "cause", event.cause);
  if (event.actor) {
    json["actor"]["person"] = cut(event.actor->person);
    text(json["actor"], "key", event.actor->key);
  }
  if (event.action) json["action"] = action(*event.action);
  if (!event.evidence.empty()) {
    json["evidence"] = list(event.evidence, [this](const EvidenceReference& item) { return evidence(item); });
  }
  if (!event.config.empty()) json["config"] = event.config;
  return json;
}

}  // namespace

std::string to_json(const AlertEntry& entry) {
  return dumped(EventWriter(2048).entry(entry));
}

std::string to_json(const AlertEvent& event) {
  std::string line;
  for (const std::size_t longest_text : {2048U, 512U, 128U, 24U}) {
    line = dumped(EventWriter(longest_text).event(event));
    if (line.size() <= kLongestMessage) break;
  }
  assert(line.size() <= kLongestMessage);
  return line;
}

}  // namespace nightjar
