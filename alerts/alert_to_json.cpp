#include <cassert>

#include "alerts/alert_json.hpp"
#include "alerts/alert_names.hpp"
#include "alerts/json_text.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kMostItems = 16;  // of a list within an event

const char* match_word(bool exact) {
  return exact ? "exact" : "possible";
}

/// Writes one event with no free text above a length.
class EventWriter {
 public:
  explicit EventWriter(std::size_t longest_text) : json_(longest_text) {}

  void event(const AlertEvent& event);
  void entry(const AlertEntry& entry);
  [[nodiscard]] std::string take() { return json_.take(); }

 private:
  void clock(const CaptureClock& clock);
  void place(const AlertPlace& place);
  void vehicle(const AlertVehicle& vehicle);
  void heat(const AlertHeat& heat);
  void health(const AlertHealth& health);
  void action(const AlertAction& action);
  void clone(const PossibleClone& clone);
  void confirmation(const Confirmation& confirmation);
  void crew_word(const CrewWord& word);
  void crew(const AlertCrew& crew);
  void people(const AlertEvent& event);
  void incident(const AlertEvent& event);
  void evidence(const EvidenceReference& reference);

  template <typename Integer>
  void integer(const char* name, const std::optional<Integer>& value) {
    if (value) json_.integer(name, *value);
  }

  JsonText json_;
};

void EventWriter::clock(const CaptureClock& clock) {
  json_.word("source", name_of(clock.source));
  if (clock.offset) json_.integer("offset_ms", clock.offset->count());
  json_.flag("believed", clock.believed);
}

void EventWriter::place(const AlertPlace& place) {
  json_.number("lat", place.latitude_deg, 7);
  json_.number("lon", place.longitude_deg, 7);
  json_.number("ce90_m", place.ce90_m, 2);
  if (place.ellipse) {
    json_.object("ellipse", [&] {
      json_.number("major_m", place.ellipse->major_m, 2);
      json_.number("minor_m", place.ellipse->minor_m, 2);
      json_.number("bearing_deg", place.ellipse->bearing_deg, 1);
    });
  }
  json_.text_if("os_grid", place.os_grid);
  json_.text_if("words", place.words);
}

void EventWriter::entry(const AlertEntry& entry) {
  json_.word("list", entry.list);
  if (entry.list_revision) json_.word("list_revision", *entry.list_revision);
  integer("list_age_s", entry.list_age_s);
  integer("entry_age_s", entry.entry_age_s);
  json_.text("mark", entry.mark);
  if (entry.exact) json_.word("match", match_word(*entry.exact));
  json_.text_if("action", entry.action);
  json_.text_if("markers", entry.markers);
  json_.text_if("reason", entry.reason);
  json_.text_if("risk", entry.risk);
  json_.text_if("priority", entry.priority);
  json_.text_if("owner", entry.owner);
  json_.text_if("contact", entry.contact);
  json_.text_if("authoriser", entry.authoriser);
  json_.text_if("marking", entry.marking);
  json_.text_if("effective", entry.effective);
  json_.text_if("weed", entry.weed);
}

void EventWriter::vehicle(const AlertVehicle& vehicle) {
  json_.text("mark", vehicle.mark);
  json_.number("read_confidence", vehicle.read_confidence, 4);
  json_.word("match", match_word(vehicle.exact));
  json_.number("probability", vehicle.probability, 4);
  if (!vehicle.differs.empty()) {
    json_.objects("differs", vehicle.differs, kMostItems, [this](const DifferingCharacter& character) {
      json_.integer("position", character.position);
      json_.word("read", character.read);
      json_.word("listed", character.listed);
    });
  }
  if (vehicle.direction) json_.word("direction", *vehicle.direction);
  json_.text_if("direction_words", vehicle.direction_words);
  json_.number("bearing_deg", vehicle.bearing_deg, 1);
  json_.text_if("order", vehicle.order);
  json_.objects("entries", vehicle.entries, kMostItems, [this](const AlertEntry& item) { entry(item); });
}

void EventWriter::heat(const AlertHeat& heat) {
  json_.word("class", heat.heat_class);
  json_.number("probability", heat.probability, 4);
  json_.number("class_probability", heat.class_probability, 4);
  json_.number("peak_k", heat.peak_k, 1);
  json_.number("velocity_mps", heat.velocity_mps, 2);
  json_.number("bearing_deg", heat.bearing_deg, 1);
  json_.time("lost_at", heat.lost_at);
  if (heat.group) {
    json_.object("group", [&] {
      json_.integer("count", heat.group->count);
      json_.integer("most", heat.group->most);
      json_.number("extent_m", heat.group->extent_m, 1);
    });
  }
  if (heat.own) {
    json_.object("own", [&] {
      json_.text("id", heat.own->id);
      json_.word("kind", heat.own->kind);
      json_.text_if("label", heat.own->label);
      json_.number("distance_m", heat.own->distance_m, 1);
      json_.number("age_s", heat.own->age_s, 1);
    });
  }
  if (heat.unconfirmed) json_.flag("unconfirmed", true);
}

void EventWriter::health(const AlertHealth& health) {
  json_.text("what", health.what);
  json_.text("cause", health.cause);
  json_.text_if("detail", health.detail);
}

void EventWriter::action(const AlertAction& action) {
  json_.text_if("code", action.code);
  json_.text_if("note", action.note);
  json_.text_if("confirms", action.confirms);
  json_.text_if("to", action.to);
  integer("revision", action.revision);
}

void EventWriter::clone(const PossibleClone& clone) {
  json_.text("alert", clone.alert);
  json_.text_if("feed", clone.feed);
  json_.time("captured_at", clone.captured_at);
  json_.number("distance_m", clone.distance_m, 0);
  json_.number("apart_s", clone.apart_s, 1);
}

void EventWriter::confirmation(const Confirmation& confirmation) {
  json_.text("person", confirmation.person);
  json_.integer("revision", confirmation.revision);
  json_.time("at", confirmation.at);
  json_.time("until", confirmation.until);
  json_.text_if("alert", confirmation.alert);
}

void EventWriter::crew_word(const CrewWord& word) {
  json_.text("person", word.person);
  json_.time("at", word.at);
}

void EventWriter::crew(const AlertCrew& crew) {
  json_.text("name", crew.name);
  json_.text("by", crew.by);
  json_.time("at", crew.at);
  json_.time("receive_by", crew.receive_by);
  json_.time("given_back_at", crew.given_back_at);
  if (crew.received) json_.object("received", [&] { crew_word(*crew.received); });
  if (crew.attending) json_.object("attending", [&] { crew_word(*crew.attending); });
}

void EventWriter::incident(const AlertEvent& event) {
  json_.integer("sightings", event.sightings);
  integer("quiet_s", event.quiet_s);
  json_.text_if("repeat_of", event.repeat_of);
  json_.text_if("alerted_again", event.alerted_again);
  if (event.possible_clone) json_.object("possible_clone", [&] { clone(*event.possible_clone); });
  json_.text_if("cloned", event.cloned);
  json_.text_if("silenced", event.silenced);
  if (event.late_match) json_.flag("late_match", true);
}

/// What people have said of it, and what they have left undone.
void EventWriter::people(const AlertEvent& event) {
  json_.text_if("acknowledged_by", event.acknowledged_by);
  json_.text_if("taken_over_from", event.taken_over_from);
  if (event.crew) json_.object("crew", [&] { crew(*event.crew); });
  if (event.escalation) {
    json_.object("escalation", [&] {
      json_.integer("level", event.escalation->level);
      json_.word("because", event.escalation->because);
    });
  }
  const auto& characters = event.characters_confirmed;
  const auto& entry = event.entry_confirmed;
  if (characters || entry) {
    json_.object("confirmed", [&] {
      if (characters) json_.object("characters", [&] { confirmation(*characters); });
      if (entry) json_.object("entry", [&] { confirmation(*entry); });
    });
  }
}

void EventWriter::evidence(const EvidenceReference& reference) {
  json_.word("name", reference.name);
  json_.word("sha256", reference.sha256);
  json_.time("captured_at", reference.captured_at);
  if (!reference.feed.empty()) json_.word("feed", reference.feed);
}

void EventWriter::event(const AlertEvent& event) {
  json_.word("stream", event.stream);
  json_.integer("seq", event.seq);
  json_.word("event", name_of(event.event));
  json_.word("alert", event.alert);
  json_.integer("revision", event.revision);
  json_.word("incident", event.incident);
  json_.word("kind", name_of(event.kind));
  json_.integer("priority", event.priority);
  json_.word("handling", name_of(event.handling));
  json_.word("channel", event.channel);
  if (!event.feed.empty()) json_.word("feed", event.feed);
  json_.time("captured_at", event.captured_at);
  if (event.captured_at) json_.object("clock", [&] { clock(event.clock); });
  json_.time("published_at", event.published_at);
  json_.number("late_s", event.late_s, 3);
  json_.flag("journalled", event.journalled);
  json_.flag("replay", event.replay);
  if (event.place) json_.object("place", [&] { place(*event.place); });
  if (!event.areas.empty()) json_.texts("areas", event.areas, kMostItems);
  if (event.vehicle) json_.object("vehicle", [&] { vehicle(*event.vehicle); });
  if (event.heat) json_.object("heat", [&] { heat(*event.heat); });
  if (event.health) json_.object("health", [&] { health(*event.health); });
  incident(event);
  people(event);
  json_.text_if("rule", event.rule);
  json_.text_if("sortie", event.sortie);
  json_.text_if("cause", event.cause);
  if (event.actor) {
    json_.object("actor", [&] {
      json_.text("person", event.actor->person);
      json_.text_if("key", event.actor->key);
    });
  }
  if (event.action) json_.object("action", [&] { action(*event.action); });
  if (!event.evidence.empty()) {
    json_.objects("evidence", event.evidence, kMostItems,
                  [this](const EvidenceReference& item) { evidence(item); });
  }
  if (!event.config.empty()) json_.word("config", event.config);
}

template <typename Write>
std::string written(std::size_t longest_text, Write write) {
  EventWriter writer(longest_text);
  write(writer);
  return writer.take();
}

}  // namespace

std::string to_json(const AlertEntry& entry) {
  return written(2048, [&](EventWriter& writer) { writer.entry(entry); });
}

std::string to_json(const AlertEvent& event) {
  std::string line;
  for (const std::size_t longest_text : {2048U, 512U, 128U, 24U}) {
    line = written(longest_text, [&](EventWriter& writer) { writer.event(event); });
    if (line.size() <= kLongestMessage) break;
  }
  assert(line.size() <= kLongestMessage);
  return line;
}

}  // namespace nightjar
