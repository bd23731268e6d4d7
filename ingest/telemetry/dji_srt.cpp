#include "ingest/telemetry/dji_srt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>

#include "ingest/telemetry/dji_pair_order.hpp"
#include "ingest/telemetry/dji_words.hpp"
#include "ingest/telemetry/geoid.hpp"
#include "ingest/telemetry/subtitle_cues.hpp"

namespace nightjar {
namespace {

/// The shortest focal length that the file tells, in whatever unit: it is taken for the lens's widest view.
std::optional<double> shortest_focal_length(const std::vector<SubtitleCue>& cues) {
  std::optional<double> shortest;
  for (const SubtitleCue& cue : cues) {
    const auto focal = dji_number(cue.text, "focal_len");
    if (focal && focal->value > 0) shortest = std::min(shortest.value_or(focal->value), focal->value);
  }
  return shortest;
}

/// Reads the words of one subtitle into a record.
class RecordWords {
 public:
  /// `widest` is the shortest focal length of the file, if any is told.
  RecordWords(const SubtitleCue& cue, const std::optional<DjiPairOrder>& order, const Geoid* geoid,
              std::optional<double> widest)
      : text_(cue.text), order_(order), geoid_(geoid), widest_(widest) {
    record_.cue = cue.begins;
    record_.line = cue.line;
  }

  DjiSrtRecord read() {
    if (const auto date = dji_date(text_)) {
      record_.telemetry.measured_at = *date;
      record_.dated = true;
    }
    read_place();
    read_height();
    read_attitude();
    read_zoom();
    note("no field of view: DJI states a focal length and a zoom, not the sensor's size");
    return std::move(record_);
  }

 private:
  void note(std::string text) { record_.notes.push_back(std::move(text)); }

  [[nodiscard]] std::optional<double> number(std::string_view key) const {
    const auto found = dji_number(text_, key);
    return found ? std::optional(found->value) : std::nullopt;
  }

  [[nodiscard]] std::optional<DjiPlace> stated_place() const {
    const auto latitude = number("latitude");
    auto longitude = number("longitude");
    if (!longitude) longitude = number("longtitude");  // so written by the Mavic 2
    if (latitude && longitude) return DjiPlace{*latitude, *longitude};
    const auto group = dji_group(text_, "gps");
    return group && order_ ? place_of(*group, order_->order) : std::nullopt;
  }

  void read_place() {
    const auto place = stated_place();
    if (!place) return note("no position: its words are missing or cut off");
    if (!is_place(*place)) return note("no position: the numbers are no latitude and longitude");
    if (place->latitude_deg == 0 && place->longitude_deg == 0)
      return note("no position: 0, 0 stands for no fix");
    record_.telemetry.latitude_deg = place->latitude_deg;
    record_.telemetry.longitude_deg = place->longitude_deg;
  }

  void read_height() {
    const Telemetry& t = record_.telemetry;
    if (const auto above_sea = number("abs_alt")) {
      if (!(*above_sea >= -1000 && *above_sea <= 100000))
        return note("no height: abs_alt is no height of a drone");
      const auto separation = geoid_ != nullptr && t.latitude_deg
                                  ? geoid_->separation_m(*t.latitude_deg, *t.longitude_deg)
                                  : std::nullopt;
      if (!separation)
        return note("no height: abs_alt is above mean sea level, and the geoid is not known there");
      record_.telemetry.height_m = *above_sea + *separation;
      return;
    }
    const bool over_home = number("rel_alt") || number("barometer") || number("h") || number("hb");
    if (over_home) return note("no height: only one above the place of take-off is stated");
    if (number("altitude")) return note("no height: altitude is stated without what it counts from");
    note("no height is stated");
  }

  /// Pitch, roll, yaw.
  struct Angles {
    double pitch_deg = 0, roll_deg = 0, yaw_deg = 0;
  };

  [[nodiscard]] std::optional<Angles> angles(std::string_view group_key, std::string_view pitch,
                                             std::string_view roll, std::string_view yaw) const {
    if (const auto group = dji_group(text_, group_key)) {
      const auto& n = group->numbers;
      if (n[0] && n[1] && n[2]) return Angles{n[0]->value, n[1]->value, n[2]->value};
    }
    const auto p = number(pitch), r = number(roll), y = number(yaw);
    if (!p || !y) return {};
    return Angles{*p, r.value_or(0), *y};
  }

  void read_attitude() {
    const auto gimbal = angles("g.pry", "gb_pitch", "gb_roll", "gb_yaw");
    const auto platform = angles("f.pry", "drone_pitch", "drone_roll", "drone_yaw");
    if (!gimbal) return note("no line of sight: no gimbal angles are stated");
    Telemetry& t = record_.telemetry;
    t.heading_deg = platform ? platform->yaw_deg : gimbal->yaw_deg;
    t.pitch_deg = 0;
    t.roll_deg = 0;
    t.gimbal_yaw_deg = std::remainder(gimbal->yaw_deg - *t.heading_deg, 360.0);
    t.gimbal_pitch_deg = gimbal->pitch_deg;
    t.gimbal_roll_deg = gimbal->roll_deg;
    note("gimbal angles are taken as to north and the horizon");
  }

  void read_zoom() {
    const auto focal = number("focal_len");
    auto digital = number("dzoom_ratio");
    if (!digital) digital = number("zoom");
    if (digital && *digital >= kOneInTenThousandths / 10) *digital /= kOneInTenThousandths;
    const bool lengthens = focal && widest_ && *focal > 0;
    if (!lengthens && !digital) return;
    const double zoom = (lengthens ? *focal / *widest_ : 1) * digital.value_or(1);
    constexpr double kNone = 0.01;  // 1 % of the focal length: 3 px at the rim of 640
    if (std::fabs(zoom - 1) <= kNone || !record_.telemetry.gimbal_pitch_deg) return;
    Telemetry& t = record_.telemetry;
    t.gimbal_yaw_deg = t.gimbal_pitch_deg = t.gimbal_roll_deg = std::nullopt;
    note("no line of sight where it zooms: how wide it looks then is not told");
  }

  static constexpr double kOneInTenThousandths = 10'000;  // so written by some: 10000 is no zoom

  std::string_view text_;
  const std::optional<DjiPairOrder>& order_;
  const Geoid* geoid_;
  std::optional<double> widest_;
  DjiSrtRecord record_;
};

/// Notes of the whole file, each once.
class NotesOnce {
 public:
  NotesOnce(const std::string& name, std::vector<std::string>& notes) : name_(name), notes_(notes) {}

  void add(int line, const std::string& text) {
    if (seen_.insert(text).second) notes_.push_back(fmt::format("{}:{}: {}", name_, line, text));
  }

 private:
  const std::string& name_;
  std::vector<std::string>& notes_;
  std::set<std::string> seen_;
};

/// Null where PROJ has none here: heights above the sea are then noted as not known.
const Geoid* shared_geoid() {
  static const std::unique_ptr<const Geoid> geoid = []() -> std::unique_ptr<const Geoid> {
    try {
      return std::make_unique<const Geoid>();
    } catch (const std::runtime_error&) {
      return nullptr;
    }
  }();
  return geoid.get();
}

bool says_anything(const DjiSrtRecord& record) {
  const Telemetry& t = record.telemetry;
  return t.latitude_deg || t.height_m || t.heading_deg || record.dated;
}

}  // namespace

DjiSrtRead parse_dji_srt(std::string_view text, const std::string& name) {
  DjiSrtRead read;
  NotesOnce notes(name, read.notes);
  const SubtitleCues subtitles = read_subtitles(text);
  if (subtitles.cues.empty()) {
    read.errors.push_back(
        fmt::format("{}:1: found no subtitle, expected times such as 00:00:01,000 --> 00:00:02,000", name));
    return read;
  }
  for (const int line : subtitles.damaged)
    notes.add(line, "times of a subtitle that cannot be read; it is left out");
  const auto order = dji_pair_order(subtitles.cues);
  if (order) {
    notes.add(order->line, fmt::format("GPS(…) is taken as {}: {}", words_for(order->order), order->reason));
    if (order->contradicted)
      notes.add(order->line, "GPS(…) stands in both orders; each is taken as it makes a place");
  }
  const auto widest = shortest_focal_length(subtitles.cues);
  bool any = false;
  const SubtitleCue* before = nullptr;
  for (const SubtitleCue& cue : subtitles.cues) {
    read.records.push_back(RecordWords(cue, order, shared_geoid(), widest).read());
    const DjiSrtRecord& record = read.records.back();
    for (const std::string& note : record.notes) notes.add(cue.line, note);
    if (record.dated) notes.add(cue.line, "its dates state no zone");
    if (before != nullptr && cue.begins < before->begins)
      notes.add(cue.line, "times go back from one subtitle to the next");
    any = any || says_anything(record);
    before = &cue;
  }
  if (!any) {
    read.errors.push_back(
        fmt::format("{}:{}: found subtitles without telemetry, expected a position such as GPS(…) or "
                    "[latitude: …]",
                    name, subtitles.cues.front().line));
  }
  return read;
}

DjiSrtRead read_dji_srt(const std::filesystem::path& file) {
  const std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  if (stream.is_open() && !std::filesystem::is_directory(file)) {
    text << stream.rdbuf();
    if (!stream.bad()) return parse_dji_srt(text.str(), file.string());
  }
  DjiSrtRead read;
  read.errors.push_back(file.string() + ":1: cannot be read");
  return read;
}

}  // namespace nightjar
