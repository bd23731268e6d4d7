#include "tools/score/truth_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "ingest/utc_time.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "tools/score/json_lines.hpp"

namespace nightjar {
namespace {

const std::vector<std::string_view> kKinds{"plate", "heat"};
const std::vector<std::string_view> kDirections{"unknown", "towards", "away"};  // in the order of Direction
const std::vector<std::string_view> kClasses{"person", "animal", "vehicle", "unknown"};
const std::set<std::string_view> kPlateKeys{"feed",      "kind",  "mark",     "from",      "to",
                                            "direction", "light", "width_px", "listed",    "weather",
                                            "lines",     "style", "vehicle",  "speed_mph", "parked"};
const std::set<std::string_view> kHeatKeys{"feed", "kind", "id",      "class",        "lat",
                                           "lon",  "t",    "posture", "visible_share"};

std::string words_of(const FilePlace& place) {
  return fmt::format("{}:{}", place.file, place.line);
}

/// Collects lines into a truth.
class TruthReading {
 public:
  explicit TruthReading(ScoreFaults& faults) : faults_(faults) {}

  void take(LineFields& line) {
    const std::size_t kind = line.word("kind", kKinds);
    if (kind == kKinds.size()) return;
    const bool plate = kind == 0;
    for (const auto& item : line.object().items())
      if ((plate ? kPlateKeys : kHeatKeys).count(item.key()) == 0) ++foreign_keys_[item.key()];
    plate ? take_plate(line) : take_heat(line);
  }

  Truth truth() {
    refuse_overlaps();
    for (HeatTruth& heat : truth_.heat) {
      std::stable_sort(heat.fixes.begin(), heat.fixes.end(),
                       [](const HeatFix& a, const HeatFix& b) { return a.at < b.at; });
    }
    if (!foreign_keys_.empty()) {
      std::string names;
      for (const auto& [key, lines] : foreign_keys_)
        names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", key, lines);
      truth_.notes.push_back(
          "The truth has keys that mean nothing here, with the number of their lines: " + names + ".");
    }
    return std::move(truth_);
  }

 private:
  void take_plate(LineFields& line) {
    PlateTruth plate;
    plate.feed = line.text("feed", "the name of a feed");
    plate.mark = bare_mark(line.text("mark", "a registration mark"));
    plate.from = line.time("from");
    plate.to = line.time("to");
    plate.direction = static_cast<Direction>(line.word_if("direction", kDirections).value_or(0));
    plate.light = line.text_if("light");
    plate.width_px = line.number_if("width_px", 1, 100'000);
    plate.listed = line.flag_if("listed");
    plate.weather = line.text_if("weather");
    if (const auto lines = line.count_if("lines")) {
      if (*lines < 1 || *lines > 9)
        line.blame("lines", fmt::format("{}", *lines), "1 to 9 lines of characters");
      plate.lines = static_cast<int>(*lines);
    }
    plate.style = line.text_if("style");
    plate.vehicle = line.text_if("vehicle");
    plate.speed_mph = line.number_if("speed_mph", 0, 1000);
    plate.parked = line.flag_if("parked").value_or(false);
    plate.place = line.place();
    if (line.good() && plate.mark.empty()) line.blame("mark", "no character", "a registration mark");
    if (line.good() && plate.to < plate.from)
      line.blame("to", fmt::format("{}, before {}", format_utc(plate.to), format_utc(plate.from)),
                 "a time not before from");
    if (line.good()) truth_.plates.push_back(std::move(plate));
  }

  void take_heat(LineFields& line) {
    const std::string feed = line.text("feed", "the name of a feed");
    const std::string id = line.label("id");
    const std::size_t heat_class = line.word("class", kClasses);
    HeatFix fix;
    fix.latitude_deg = line.number("lat", -90, 90);
    fix.longitude_deg = line.number("lon", -180, 180);
    fix.at = line.time_if("t");
    fix.place = line.place();
    const auto posture = line.text_if("posture");
    const auto visible_share = line.number_if("visible_share", 0, 1);
    if (!line.good()) return;
    const auto known = heat_index_.emplace(std::pair(feed, id), truth_.heat.size());
    if (known.second) {
      truth_.heat.push_back(
          {feed, id, std::string(kClasses[heat_class]), {fix}, line.place(), posture, visible_share});
      if (fix.at) moments_.insert({known.first->second, *fix.at});
      return;
    }
    add_fix(line, known.first->second, fix, kClasses[heat_class]);
    HeatTruth& heat = truth_.heat[known.first->second];
    if (visible_share) heat.visible_share = std::max(*visible_share, heat.visible_share.value_or(0));
  }

  void add_fix(LineFields& line, std::size_t index, const HeatFix& fix, std::string_view heat_class) {
    HeatTruth& heat = truth_.heat[index];
    const std::string at = words_of(heat.place);
    if (!fix.at || !heat.moves()) {
      line.blame("id", fmt::format("\"{}\" again, as in {}", heat.id, at),
                 "one line for who keeps still, or a \"t\" in every line of who moves");
    } else if (heat.heat_class != heat_class) {
      line.blame("class", fmt::format("\"{}\", but \"{}\" in {}", heat_class, heat.heat_class, at),
                 "one class for one id");
    } else if (!moments_.insert({index, *fix.at}).second) {
      line.blame("t", format_utc(*fix.at) + " again", "each time once for one id");
    } else {
      heat.fixes.push_back(fix);
    }
  }

  void refuse_overlaps() {
    std::map<std::pair<std::string, std::string>, std::vector<const PlateTruth*>> of_vehicle;
    for (const PlateTruth& plate : truth_.plates)
      of_vehicle[{plate.feed, folded_mark(plate.mark)}].push_back(&plate);
    std::vector<std::pair<const PlateTruth*, const PlateTruth*>> overlaps;
    for (auto& [vehicle, passes] : of_vehicle) {
      std::stable_sort(passes.begin(), passes.end(),
                       [](const PlateTruth* a, const PlateTruth* b) { return a->from < b->from; });
      for (std::size_t i = 1; i < passes.size(); ++i)
        if (passes[i]->from < passes[i - 1]->to) overlaps.emplace_back(passes[i - 1], passes[i]);
    }
    for (const auto& [first, second] : overlaps) {
      faults_.add(second->place, "from",
                  fmt::format("{} of {} on {}, which {} has until {}", format_utc(second->from), second->mark,
                              second->feed, words_of(first->place), format_utc(first->to)),
                  "passes of one mark one after another");
    }
  }

  ScoreFaults& faults_;
  Truth truth_;
  std::map<std::pair<std::string, std::string>, std::size_t> heat_index_;  // by feed and id
  std::set<std::pair<std::size_t, CaptureTime>> moments_;                  // of those who move
  std::map<std::string, std::size_t> foreign_keys_;
};

}  // namespace

Truth read_truth(const std::vector<std::string>& files, ScoreFaults& faults) {
  TruthReading reading(faults);
  for (const std::string& file : files)
    read_json_lines(file, faults, [&](LineFields& line) { reading.take(line); });
  return reading.truth();
}

}  // namespace nightjar
