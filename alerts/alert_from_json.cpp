#include "alerts/alert_json.hpp"
#include "alerts/json_fields.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kLongestName = 256;
constexpr std::size_t kLongestText = 4096;
constexpr std::size_t kMostItems = 64;
constexpr std::int64_t kMostCount = UINT32_MAX;
constexpr double kFarthest_m = 1e7;     // a quarter of the way round the Earth
constexpr double kHalfRound_m = 2.1e7;  // the farthest that two places can be apart

CaptureClock clock_of(JsonFields fields) {
  CaptureClock clock;
  clock.source = fields.word<ClockSource>("source");
  if (const auto offset_ms = fields.integer_if("offset_ms", -1'000'000'000'000, 1'000'000'000'000)) {
    clock.offset = std::chrono::milliseconds(*offset_ms);
  }
  clock.believed = fields.flag("believed");
  return clock;
}

AlertPlace place_of(JsonFields fields) {
  AlertPlace place;
  place.latitude_deg = fields.number_if("lat", -90, 90);
  place.longitude_deg = fields.number_if("lon", -180, 180);
  if (place.latitude_deg.has_value() != place.longitude_deg.has_value())
    fields.blame("lat", "comes without lon");
  place.ce90_m = fields.number_if("ce90_m", 0, kFarthest_m);
  if (auto ellipse = fields.object_if("ellipse")) {
    place.ellipse =
        ErrorEllipse{ellipse->number("major_m", 0, kFarthest_m), ellipse->number("minor_m", 0, kFarthest_m),
                     ellipse->number("bearing_deg", 0, 360)};
  }
  place.os_grid = fields.text_if("os_grid", kLongestName);
  place.words = fields.text_if("words", kLongestText);
  return place;
}

bool exact_of(JsonFields& fields) {
  const std::string match = fields.text("match", kLongestName);
  if (match != "exact" && match != "possible") fields.blame("match", "is neither exact nor possible");
  return match == "exact";
}

AlertEntry entry_of(JsonFields fields) {
  AlertEntry entry;
  entry.list = fields.text("list", kLongestName);
  entry.list_revision = fields.text_if("list_revision", kLongestName);
  entry.list_age_s = fields.integer_if("list_age_s", -kMostCount, kMostCount);
  entry.entry_age_s = fields.integer_if("entry_age_s", -kMostCount, kMostCount);
  entry.mark = fields.text("mark", kLongestName);
  if (fields.text_if("match", kLongestName)) entry.exact = exact_of(fields);
  entry.action = fields.text_if("action", kLongestText);
  entry.markers = fields.text_if("markers", kLongestText);
  entry.reason = fields.text_if("reason", kLongestText);
  entry.risk = fields.text_if("risk", kLongestText);
  entry.priority = fields.text_if("priority", kLongestText);
  entry.owner = fields.text_if("owner", kLongestText);
  entry.contact = fields.text_if("contact", kLongestText);
  entry.authoriser = fields.text_if("authoriser", kLongestText);
  entry.marking = fields.text_if("marking", kLongestText);
  entry.effective = fields.text_if("effective", kLongestName);
  entry.weed = fields.text_if("weed", kLongestName);
  return entry;
}

AlertVehicle vehicle_of(JsonFields fields) {
  AlertVehicle vehicle;
  vehicle.mark = fields.text("mark", kLongestName);
  vehicle.read_confidence = fields.number("read_confidence", 0, 1);
  vehicle.exact = exact_of(fields);
  vehicle.probability = fields.number_if("probability", 0, 1);
  for (JsonFields character : fields.objects("differs", kMostItems)) {
    vehicle.differs.push_back({static_cast<std::uint32_t>(character.integer("position", 0, 255)),
                               character.text_if("read", 8).value_or(""),
                               character.text_if("listed", 8).value_or("")});
  }
  vehicle.direction = fields.text_if("direction", kLongestName);
  vehicle.direction_words = fields.text_if("direction_words", kLongestText);
  vehicle.bearing_deg = fields.number_if("bearing_deg", 0, 360);
  vehicle.order = fields.text_if("order", kLongestText);
  for (const JsonFields& entry : fields.objects("entries", kMostItems))
    vehicle.entries.push_back(entry_of(entry));
  return vehicle;
}

PossibleClone clone_of(JsonFields fields) {
  PossibleClone clone;
  clone.alert = fields.text("alert", kLongestName);
  clone.feed = fields.text_if("feed", kLongestName).value_or("");
  clone.captured_at = fields.time("captured_at");
  clone.distance_m = fields.number("distance_m", 0, kHalfRound_m);
  clone.apart_s = fields.number("apart_s", 0, 1e10);
  return clone;
}

Confirmation confirmation_of(JsonFields fields) {
  Confirmation confirmation;
  confirmation.person = fields.text("person", kLongestName);
  confirmation.revision = static_cast<std::uint32_t>(fields.integer("revision", 1, kMostCount));
  confirmation.at = fields.time("at");
  confirmation.until = fields.time_if("until");
  confirmation.alert = fields.text_if("alert", kLongestName);
  return confirmation;
}

CrewWord crew_word_of(JsonFields& fields) {
  return {fields.text("person", kLongestName), fields.time("at")};
}

AlertCrew crew_of(JsonFields fields) {
  AlertCrew crew;
  crew.name = fields.text("name", kLongestName);
  crew.by = fields.text("by", kLongestName);
  crew.at = fields.time("at");
  crew.receive_by = fields.time_if("receive_by");
  crew.given_back_at = fields.time_if("given_back_at");
  if (auto received = fields.object_if("received")) crew.received = crew_word_of(*received);
  if (auto attending = fields.object_if("attending")) crew.attending = crew_word_of(*attending);
  return crew;
}

AlertEscalation escalation_of(JsonFields fields) {
  return {static_cast<std::uint32_t>(fields.integer("level", 1, kMostCount)),
          fields.text("because", kLongestName)};
}

void read_incident(JsonFields& fields, AlertEvent& event) {
  event.sightings = static_cast<std::uint32_t>(fields.integer("sightings", 0, kMostCount));
  event.quiet_s = fields.integer_if("quiet_s", 0, kMostCount);
  event.repeat_of = fields.text_if("repeat_of", kLongestName);
  event.alerted_again = fields.text_if("alerted_again", kLongestText);
  if (const auto clone = fields.object_if("possible_clone")) event.possible_clone = clone_of(*clone);
  event.cloned = fields.text_if("cloned", kLongestText);
  event.silenced = fields.text_if("silenced", kLongestText);
  event.late_match = fields.flag_if("late_match").value_or(false);
}

void read_people(JsonFields& fields, AlertEvent& event) {
  event.acknowledged_by = fields.text_if("acknowledged_by", kLongestName);
  event.taken_over_from = fields.text_if("taken_over_from", kLongestName);
  if (const auto crew = fields.object_if("crew")) event.crew = crew_of(*crew);
  if (const auto escalation = fields.object_if("escalation")) event.escalation = escalation_of(*escalation);
  if (auto confirmed = fields.object_if("confirmed")) {
    if (const auto characters = confirmed->object_if("characters"))
      event.characters_confirmed = confirmation_of(*characters);
    if (const auto entry = confirmed->object_if("entry")) event.entry_confirmed = confirmation_of(*entry);
  }
}

AlertGroup group_of(JsonFields& fields) {
  AlertGroup group;
  group.count = static_cast<std::uint32_t>(fields.integer("count", 1, kMostCount));
  group.most = static_cast<std::uint32_t>(fields.integer("most", 1, kMostCount));
  group.extent_m = fields.number("extent_m", 0, kFarthest_m);
  return group;
}

AlertOwn own_of(JsonFields& fields) {
  AlertOwn own;
  own.id = fields.text("id", kLongestName);
  own.kind = fields.text("kind", kLongestName);
  own.label = fields.text_if("label", kLongestText);
  own.distance_m = fields.number("distance_m", 0, kHalfRound_m);
  own.age_s = fields.number("age_s", -1e10, 1e10);
  return own;
}

AlertHeat heat_of(JsonFields fields) {
  AlertHeat heat;
  heat.heat_class = fields.text("class", kLongestName);
  heat.probability = fields.number("probability", 0, 1);
  heat.class_probability = fields.number_if("class_probability", 0, 1);
  heat.peak_k = fields.number_if("peak_k", 0, 1e5);
  heat.velocity_mps = fields.number_if("velocity_mps", 0, 1e4);
  heat.bearing_deg = fields.number_if("bearing_deg", 0, 360);
  heat.lost_at = fields.time_if("lost_at");
  if (auto group = fields.object_if("group")) heat.group = group_of(*group);
  if (auto own = fields.object_if("own")) heat.own = own_of(*own);
  heat.unconfirmed = fields.flag_if("unconfirmed").value_or(false);
  return heat;
}

AlertHealth health_of(JsonFields fields) {
  AlertHealth health;
  health.what = fields.text("what", kLongestText);
  health.cause = fields.text("cause", kLongestText);
  health.detail = fields.text_if("detail", kLongestText).value_or("");
  return health;
}

AlertAction action_of(JsonFields fields) {
  AlertAction action;
  action.code = fields.text_if("code", kLongestName);
  action.note = fields.text_if("note", kLongestText);
  action.confirms = fields.text_if("confirms", kLongestName);
  action.to = fields.text_if("to", kLongestName);
  if (const auto revision = fields.integer_if("revision", 1, kMostCount)) {
    action.revision = static_cast<std::uint32_t>(*revision);
  }
  return action;
}

EvidenceReference evidence_of(JsonFields fields) {
  EvidenceReference reference;
  reference.name = fields.text("name", kLongestName);
  reference.sha256 = fields.hex("sha256", 64);
  reference.captured_at = fields.time_if("captured_at");
  reference.feed = fields.text_if("feed", kLongestName).value_or("");
  return reference;
}

void read_identity(JsonFields& fields, AlertEvent& event) {
  event.stream = fields.text("stream", kLongestName);
  event.seq = static_cast<std::uint64_t>(fields.integer("seq", 1, INT64_MAX));
  event.event = fields.word<AlertHappening>("event");
  event.alert = fields.text("alert", kLongestName);
  event.revision = static_cast<std::uint32_t>(fields.integer("revision", 1, kMostCount));
  event.incident = fields.text("incident", kLongestName);
  event.kind = fields.word<AlertKind>("kind");
  event.priority = static_cast<int>(fields.integer("priority", 0, 100));
  event.handling = fields.word<AlertHandling>("handling");
  event.channel = fields.text("channel", kLongestName);
  event.feed = fields.text_if("feed", kLongestName).value_or("");
}

/// What the kind promises must be there.
void check_kind(JsonFields& fields, const AlertEvent& event) {
  if (event.kind == AlertKind::vehicle_hit && !event.vehicle) fields.blame("vehicle", "is missing");
  if (event.kind == AlertKind::heat_contact && !event.heat) fields.blame("heat", "is missing");
  const bool about_health = event.kind != AlertKind::vehicle_hit && event.kind != AlertKind::heat_contact;
  if (about_health && !event.health) fields.blame("health", "is missing");
}

AlertEvent event_of(JsonFields fields) {
  AlertEvent event;
  read_identity(fields, event);
  event.captured_at = fields.time_if("captured_at");
  if (const auto clock = fields.object_if("clock")) event.clock = clock_of(*clock);
  event.published_at = fields.time_if("published_at");
  event.late_s = fields.number_if("late_s", -1e10, 1e10);
  event.journalled = fields.flag("journalled");
  event.replay = fields.flag("replay");
  if (const auto place = fields.object_if("place")) event.place = place_of(*place);
  event.areas = fields.texts("areas", kMostItems, kLongestText);
  if (const auto vehicle = fields.object_if("vehicle")) event.vehicle = vehicle_of(*vehicle);
  if (const auto heat = fields.object_if("heat")) event.heat = heat_of(*heat);
  if (const auto health = fields.object_if("health")) event.health = health_of(*health);
  check_kind(fields, event);
  read_incident(fields, event);
  read_people(fields, event);
  event.rule = fields.text_if("rule", kLongestText);
  event.sortie = fields.text_if("sortie", kLongestName);
  event.cause = fields.text_if("cause", kLongestText);
  if (auto actor = fields.object_if("actor")) {
    event.actor = AlertActor{actor->text("person", kLongestName), actor->text_if("key", kLongestName)};
  }
  if (const auto action = fields.object_if("action")) event.action = action_of(*action);
  for (const JsonFields& item : fields.objects("evidence", kMostItems))
    event.evidence.push_back(evidence_of(item));
  event.config = fields.text_if("config", kLongestName).value_or("");
  return event;
}

}  // namespace

AlertReading from_json(std::string_view text) {
  JsonObject parsed = parse_object(text, kLongestMessage);
  if (!parsed.fault.empty()) return {std::nullopt, parsed.fault};
  AlertReading reading;
  AlertEvent event = event_of(JsonFields(parsed.object, "", reading.fault));
  if (reading.fault.empty()) reading.event = std::move(event);
  return reading;
}

}  // namespace nightjar
