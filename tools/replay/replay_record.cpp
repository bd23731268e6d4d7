#include "tools/replay/replay_record.hpp"

#include "alerts/alert_json.hpp"
#include "alerts/heat_alerts.hpp"
#include "alerts/json_fields.hpp"
#include "ingest/utc_time.hpp"
#include "processing/anpr/plate_track.hpp"
#include "processing/ground/ground_projector.hpp"
#include "tools/nightjar/thermal_pipeline.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

const char* word_of(Direction direction) {
  switch (direction) {
    case Direction::towards:
      return "towards";
    case Direction::away:
      return "away";
    case Direction::unknown:
      break;
  }
  return "unknown";
}

const char* word_of(HeatOutcome outcome) {
  switch (outcome) {
    case HeatOutcome::confirmed:
      return "confirmed";
    case HeatOutcome::dropped:
      return "dropped";
    case HeatOutcome::tentative:
      break;
  }
  return "tentative";
}

Json head_of(const char* kind, const std::string& feed) {
  return {{"record", kind}, {"feed", feed}};
}

void put_moment(Json& json, const ReplayRecord& record) {
  json["captured_at"] = format_utc(record.captured_at);
  json["sequence"] = record.sequence;
}

Json candidates_of(const PlateText& text) {
  Json candidates = Json::array();
  for (const MarkCandidate& candidate : text.candidates) {
    Json& json = candidates.emplace_back(Json{{"mark", candidate.mark}});
    put_number(json, "probability", candidate.probability, 4);
  }
  return candidates;
}

void put_place(Json& json, const std::optional<GroundPoint>& position) {
  for (const char* name : {"lat", "lon", "ce90_m"}) json[name] = nullptr;
  if (!position) return;
  put_number(json, "lat", position->latitude_deg, 8);
  put_number(json, "lon", position->longitude_deg, 8);
  const GroundEllipse ellipse = ellipse_of(position->covariance_m2);
  put_number(json, "ce90_m", ellipse.ce90_m, 2);
  put_number(json["ellipse"], "major_m", ellipse.major_m, 2);
  put_number(json["ellipse"], "minor_m", ellipse.minor_m, 2);
  put_number(json["ellipse"], "bearing_deg", ellipse.bearing_deg, 1);
}

}  // namespace

const char* word_of(PassOutcome outcome) {
  switch (outcome) {
    case PassOutcome::read:
      return "read";
    case PassOutcome::unsure:
      return "unsure";
    case PassOutcome::unread:
      return "unread";
    case PassOutcome::parked:
      return "parked";
    case PassOutcome::no_plate:
      return "no plate";
    case PassOutcome::ignored:
      break;
  }
  return "ignored";
}

std::string track_name(std::uint64_t track, std::size_t opening) {
  const bool in_picture = track > kPictureTracksFrom;
  const std::string name =
      in_picture ? "p" + std::to_string(track - kPictureTracksFrom) : std::to_string(track);
  return opening == 0 ? name : std::to_string(opening + 1) + "." + name;
}

std::string event_line(const AlertEvent& event) {
  return R"({"record":"event",)" + to_json(event).substr(1);
}

std::string pass_line(const std::string& feed, const ReplayRecord& record) {
  const auto& pass = std::get<ReplayedPass>(record.what);
  const PlateRead& read = pass.read;
  Json json = head_of("pass", feed);
  put_moment(json, record);
  json["mark"] = read.text.mark;
  put_number(json, "confidence", read.text.confidence, 4);
  json["candidates"] = candidates_of(read.text);
  json["first_seen"] = format_utc(read.first_seen);
  json["last_seen"] = format_utc(read.last_seen);
  json["direction"] = word_of(read.direction);
  json["outcome"] = word_of(*read.outcome);
  json["best_seen"] = format_utc(read.best_captured_at);
  json["best_sequence"] = read.best_sequence;
  json["frames_read"] = read.frames_read;
  const cv::Rect& box = read.best_box.upright;
  put_number(json, "width_px", place_of(read.best_box, read.best_captured_at).width_px, 1);
  json["box"] = {box.x, box.y, box.width, box.height};
  if (!pass.picture.empty()) json["picture"] = pass.picture;
  return dumped(json);
}

std::string track_line(const std::string& feed, const ReplayRecord& record) {
  const auto& replayed = std::get<ReplayedTrack>(record.what);
  const HeatTrack& track = replayed.track;
  Json json = head_of("track", feed);
  put_moment(json, record);
  json["id"] = replayed.id;
  json["class"] = class_word(track.heat_class);
  put_number(json, "probability", track.probability, 4);
  put_number(json, "class_probability", track.class_probability, 4);
  put_place(json, track.position);
  json["outcome"] = word_of(track.outcome);
  json["first_seen"] = format_utc(track.first_seen);
  json["last_seen"] = format_utc(track.last_seen);
  if (track.lost_at) json["lost_at"] = format_utc(*track.lost_at);
  json["sightings"] = track.sightings;
  if (track.velocity_mps) put_number(json, "velocity_mps", track.velocity_mps->norm(), 2);
  put_number(json, "size_m", track.size_m, 2);
  if (!replayed.path.empty()) {
    Json& path = json["path"] = Json::array();
    for (const TrackPoint& point : replayed.path) {
      Json& at = path.emplace_back(Json{{"t", format_utc(point.at)}});
      put_number(at, "lat", point.latitude_deg, 8);
      put_number(at, "lon", point.longitude_deg, 8);
    }
  }
  if (!replayed.picture.empty()) json["picture"] = replayed.picture;
  return dumped(json);
}

std::string feed_line(const std::string& feed, const std::string& kind, const FeedReplay& replay) {
  Json json = head_of("feed", feed);
  json["kind"] = kind;
  if (replay.from) json["from"] = format_utc(*replay.from);
  if (replay.to) json["to"] = format_utc(*replay.to);
  json["frames"] = {{"decoded", replay.frames.decoded},
                    {"processed", replay.processed},
                    {"dropped", replay.frames.dropped},
                    {"broken", replay.frames.broken},
                    {"waiting", replay.frames.decoded - replay.frames.delivered - replay.frames.dropped -
                                    replay.frames.broken}};
  Json& outcomes = json["outcomes"] = Json::object();
  for (const auto& [name, count] : replay.tally.outcomes) outcomes[name] = count;
  if (const auto& delay = replay.tally.delay)
    json["telemetry_delay"] = {{"set_ms", delay->set.count()},
                               {"found_ms", delay->found.count()},
                               {"error90_ms", delay->error90.count()},
                               {"looked_at_ms", delay->span.count()}};
  return dumped(json);
}

}  // namespace nightjar
