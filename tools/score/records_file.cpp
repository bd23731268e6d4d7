#include "tools/score/records_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alerts/alert_names.hpp"
#include "ingest/utc_time.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "tools/score/json_lines.hpp"

namespace nightjar {
namespace {

const std::vector<std::string_view> kDirections{"unknown", "towards", "away"};  // in the order of Direction
const std::vector<std::string_view> kOutcomes{"read",    "unsure",  "unread", "parked",
                                              "ignored", "no plate"};  // in the order of PassOutcome

template <typename Enum>
std::vector<std::string_view> names_up_to(Enum last) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(last); ++i)
    names.push_back(name_of(static_cast<Enum>(i)));
  return names;
}

const std::vector<std::string_view> kHappenings = names_up_to(AlertHappening::closed);
const std::vector<std::string_view> kKinds = names_up_to(AlertKind::system_health);

ReplayOrigin origin_of(LineFields& line) {
  ReplayOrigin origin;
  origin.version = line.text_if("version");
  origin.build = line.text_if("build");
  origin.cpu = line.text_if("cpu");
  origin.site = line.text_if("site");
  for (LineFields& input : line.objects("inputs"))
    if (const auto feed = input.text_if("feed")) origin.inputs.push_back(*feed);
  origin.drawn = line.texts_if("drawn");
  return origin;
}

void take_pass(LineFields& line, Records& records) {
  PassRecord pass;
  pass.feed = line.text("feed", "the name of a feed");
  pass.outcome = static_cast<PassOutcome>(line.word("outcome", kOutcomes));
  pass.mark = bare_mark(line.text_if("mark").value_or(""));
  pass.confidence = line.number_if("confidence", 0, 1);
  for (LineFields& candidate : line.objects("candidates")) {
    pass.candidates.push_back({bare_mark(candidate.text_if("mark").value_or("")),
                               candidate.number_if("probability", 0, 1).value_or(0)});
  }
  pass.first_seen = line.time("first_seen");
  pass.last_seen = line.time("last_seen");
  pass.direction = static_cast<Direction>(line.word_if("direction", kDirections).value_or(0));
  pass.captured_at = line.time_if("captured_at");
  pass.picture = line.text_if("picture");
  pass.place = line.place();
  if (!line.good()) return;
  const bool states_mark = pass.outcome == PassOutcome::read || pass.outcome == PassOutcome::unsure ||
                           pass.outcome == PassOutcome::parked;
  if (pass.outcome == PassOutcome::read && pass.mark.empty())
    line.blame("mark", "nothing", "a registration mark, as the outcome is \"read\"");
  if (pass.last_seen < pass.first_seen)
    line.blame("last_seen",
               fmt::format("{}, before {}", format_utc(pass.last_seen), format_utc(pass.first_seen)),
               "a time not before first_seen");
  if (!states_mark) pass.mark.clear();
  if (line.good()) records.passes.push_back(std::move(pass));
}

void take_track(LineFields& line, Records& records) {
  TrackRecord track;
  track.feed = line.text("feed", "the name of a feed");
  track.id = line.label("id");
  track.outcome = line.text("outcome", "an outcome such as \"confirmed\"");
  track.heat_class = line.text_if("class").value_or("unknown");
  track.probability = line.number_if("probability", 0, 1);
  track.latitude_deg = line.number_if("lat", -90, 90);
  track.longitude_deg = line.number_if("lon", -180, 180);
  if (track.latitude_deg.has_value() != track.longitude_deg.has_value())
    line.blame(track.latitude_deg ? "lon" : "lat", "nothing", "both lat and lon, or neither");
  track.ce90_m = line.number_if("ce90_m", 0, 1e7);
  track.captured_at = line.time_if("captured_at");
  track.first_seen = line.time_if("first_seen");
  track.last_seen = line.time_if("last_seen");
  track.picture = line.text_if("picture");
  for (LineFields& point : line.objects("path")) {
    const PathPoint at{point.time("t"), point.number("lat", -90, 90), point.number("lon", -180, 180)};
    if (point.good()) track.path.push_back(at);
  }
  std::stable_sort(track.path.begin(), track.path.end(),
                   [](const PathPoint& a, const PathPoint& b) { return a.at < b.at; });
  track.place = line.place();
  if (line.good()) records.tracks.push_back(std::move(track));
}

void take_vehicle(LineFields& line, AlertRecord& alert) {
  auto vehicle = line.object_if("vehicle");
  if (!vehicle) {
    if (alert.event == AlertHappening::raised)
      line.blame("vehicle", "nothing", "the vehicle of a vehicle_hit");
    return;
  }
  alert.mark = bare_mark(vehicle->text("mark", "a registration mark"));
  alert.exact = vehicle->text_if("match").value_or("exact") == "exact";
  alert.confidence = vehicle->number_if("read_confidence", 0, 1);
  for (LineFields& entry : vehicle->objects("entries"))
    if (const auto mark = entry.text_if("mark")) alert.entry_marks.push_back(bare_mark(*mark));
}

void take_alert(LineFields& line, Records& records) {
  AlertRecord alert;
  const std::size_t event = line.word("event", kHappenings);
  const std::size_t kind = line.word("kind", kKinds);
  alert.alert = line.text("alert", "the alert's name");
  alert.channel = line.text_if("channel").value_or("");
  alert.feed = line.text_if("feed").value_or("");
  alert.captured_at = line.time_if("captured_at");
  alert.cause = line.text_if("cause");
  alert.place = line.place();
  if (!line.good()) return;
  alert.event = static_cast<AlertHappening>(event);
  alert.kind = static_cast<AlertKind>(kind);
  if (alert.kind == AlertKind::vehicle_hit) {
    take_vehicle(line, alert);
    if (alert.event == AlertHappening::raised) {
      if (alert.feed.empty()) line.blame("feed", "nothing", "the name of a feed");
      if (!alert.captured_at) line.blame("captured_at", "nothing", "when the vehicle was seen");
    }
  }
  if (line.good()) records.alerts.push_back(std::move(alert));
}

void take_feed(LineFields& line, Records& records) {
  FeedRecord feed;
  feed.feed = line.text("feed", "the name of a feed");
  feed.kind = line.text_if("kind");
  feed.from = line.time_if("from");
  feed.to = line.time_if("to");
  feed.frames = line.counts("frames");
  feed.outcomes = line.counts("outcomes");
  feed.place = line.place();
  if (line.good()) records.feeds.push_back(std::move(feed));
}

}  // namespace

Records read_records(const std::string& file, ScoreFaults& faults) {
  Records records;
  records.file = file;
  read_json_lines(file, faults, [&](LineFields& line) {
    const std::string kind = line.text("record", "the kind of record");
    if (kind.empty()) return;
    if (kind == "pass") {
      take_pass(line, records);
    } else if (kind == "track") {
      take_track(line, records);
    } else if (kind == "event") {
      take_alert(line, records);
    } else if (kind == "feed") {
      take_feed(line, records);
    } else if (kind == "replay") {
      records.origin = origin_of(line);
    } else {
      ++records.foreign[kind];
    }
  });
  return records;
}

}  // namespace nightjar
