#include "tools/score/score_json.hpp"

#include <cmath>

#include "alerts/json_fields.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value) {
  return std::round(value * 1e6) / 1e6;
}

Json json_of(const Interval& interval) {
  return Json::array({rounded(interval.low), rounded(interval.high)});
}

void put_figure(Json& object, const std::string& name, double value, const Interval& interval) {
  object[name] = rounded(value);
  object[name + "_95"] = json_of(interval);
}

/// What is given, not measured: it is as sure as it can be.
void put_given(Json& object, const std::string& name, std::size_t count) {
  object[name] = count;
  object[name + "_95"] = Json::array({count, count});
}

/// The count, and beside it the rate; each with its interval.
void put_share(Json& object, const std::string& name, const Share& share) {
  const Interval interval = share.interval();
  const auto of = static_cast<double>(share.of);
  object[name] = share.count;
  object[name + "_95"] = json_of({interval.low * of, interval.high * of});
  if (const auto rate = share.rate()) put_figure(object, name + "_rate", *rate, interval);
}

void put_rare(Json& object, const std::string& name, std::size_t count) {
  object[name] = count;
  object[name + "_95"] = json_of(count_interval(count));
}

Json json_of(const CharacterConfusion& confusion) {
  Json json{{"characters", confusion.characters()},   {"substituted", confusion.substituted()},
            {"inserted", confusion.inserted()},       {"deleted", confusion.deleted()},
            {"other_marks", confusion.other_marks()}, {"mistakes", Json::array()}};
  for (const auto& mistake : confusion.mistakes()) {
    json["mistakes"].push_back({{"truth", std::string(1, mistake.change.truth)},
                                {"read", std::string(1, mistake.change.read)},
                                {"count", mistake.count}});
  }
  return json;
}

Json json_of(const Calibration& calibration) {
  Json json{{"reads", calibration.reads()}};
  if (const auto error = calibration.expected_error()) json["expected_error"] = rounded(*error);
  json["bins"] = Json::array();
  for (const ConfidenceBin& bin : calibration.bins()) {
    if (bin.right.of == 0) continue;
    Json entry{{"from", bin.from},
               {"to", bin.to},
               {"mean_confidence", rounded(bin.mean_confidence)},
               {"reads", bin.right.of}};
    put_share(entry, "right", bin.right);
    json["bins"].push_back(std::move(entry));
  }
  return json;
}

Json plates_json(const PlateScore& plates, const HitScore& hits) {
  Json json;
  put_given(json, "passes", plates.passes);
  put_share(json, "captured", plates.captured);
  put_share(json, "correct", plates.correct);
  put_share(json, "one_alert", hits.one_alert);
  put_given(json, "listed", hits.one_alert.of);
  put_rare(json, "false_reads", plates.false_reads);
  put_rare(json, "doubled_reads", plates.doubled_reads);
  put_share(json, "direction_right", plates.direction);
  put_share(json, "right_among_candidates", plates.in_candidates);
  json["classes"] = Json::array();
  for (const PlateClass& one : plates.classes) {
    Json entry{{"by", one.by}, {"name", one.name}, {"passes", one.captured.of}};
    put_share(entry, "captured", one.captured);
    put_share(entry, "correct", one.correct);
    json["classes"].push_back(std::move(entry));
  }
  json["confusion"] = json_of(plates.confusion);
  json["calibration"] = json_of(plates.calibration);
  return json;
}

Json json_of(const std::vector<HeatClassScore>& classes) {
  Json json = Json::array();
  for (const HeatClassScore& one : classes) {
    Json entry{{"name", one.name}, {"truth", one.found.of}};
    put_share(entry, "found", one.found);
    json.push_back(std::move(entry));
  }
  return json;
}

Json heat_json(const HeatScore& heat) {
  Json json;
  put_given(json, "truth", heat.found.of);
  put_share(json, "found", heat.found);
  put_rare(json, "false", heat.false_tracks);
  put_given(json, "passes", heat.passes);
  json["position_median_m"] = nullptr;  // nobody was found
  if (const auto median = quantile(heat.errors_m, 0.5)) {
    // Too few for ranks to enclose it: all that is known is that pairs lie within the radius.
    put_figure(json, "position_median_m", *median,
               median_interval(heat.errors_m).value_or(Interval{0, heat.radius_m}));
    json["position_90_m"] = rounded(*quantile(heat.errors_m, 0.9));
  }
  json["radius_m"] = heat.radius_m;
  if (const auto rate = heat.false_a_minute()) {
    const Interval count = count_interval(heat.false_tracks);
    put_figure(json, "false_a_minute", *rate, {count.low / *heat.minutes, count.high / *heat.minutes});
    json["minutes"] = rounded(*heat.minutes);
  }
  put_share(json, "in_error_circle", heat.in_circle);
  put_rare(json, "identity_switches", heat.switches);
  put_rare(json, "shared_tracks", heat.shared);
  json["doubled_tracks"] = heat.doubled_tracks;
  json["unplaced_tracks"] = heat.unplaced_tracks;
  json["classes"] = json_of(heat.classes);
  json["by_posture"] = json_of(heat.postures);
  json["by_visible_share"] = json_of(heat.visible_shares);
  json["class_confusion"] = Json::array();
  for (const auto& [classes, count] : heat.class_confusion)
    json["class_confusion"].push_back(
        {{"truth", classes.first}, {"stated", classes.second}, {"count", count}});
  return json;
}

Json alerts_json(const HitScore& hits) {
  Json json;
  put_given(json, "listed", hits.recall.of);
  put_share(json, "hit", hits.recall);
  put_given(json, "raised", hits.precision.of);
  put_share(json, "right", hits.precision);
  put_rare(json, "false", hits.precision.of - hits.precision.count);
  put_rare(json, "missed", hits.recall.of - hits.recall.count);
  put_rare(json, "doubled", hits.doubled);
  put_rare(json, "withdrawn", hits.withdrawn);
  if (const auto recall = hits.recall.rate()) put_figure(json, "recall", *recall, hits.recall.interval());
  if (const auto precision = hits.precision.rate())
    put_figure(json, "precision", *precision, hits.precision.interval());
  if (const auto median = quantile(hits.delays_s, 0.5)) {
    json["delay_median_s"] = rounded(*median);
    if (const auto interval = median_interval(hits.delays_s)) json["delay_median_s_95"] = json_of(*interval);
    json["delay_90_s"] = rounded(*quantile(hits.delays_s, 0.9));
  }
  json["listed_stated"] = hits.listed_stated;
  return json;
}

Json loss_json(const LossAccount& losses) {
  Json json{{"balances", losses.faults.empty()}, {"faults", losses.faults}, {"feeds", Json::array()}};
  for (const FeedLoss& feed : losses.feeds) {
    Json entry{{"feed", feed.feed}, {"kind", feed.kind}};
    for (const LossSum& sum : feed.sums) {
      Json& parts = entry[sum.name];
      parts["all"] = sum.whole;
      for (const LossPart& part : sum.parts) parts[part.name] = part.count;
    }
    json["feeds"].push_back(std::move(entry));
  }
  return json;
}

Json errors_json(const Score& score) {
  Json json = Json::array();
  for (const ScoreError& error : score.errors()) {
    Json entry{{"kind", heading_of(error.kind)}, {"feed", error.feed}};
    if (error.at) entry["at"] = format_utc(*error.at);
    entry["what"] = error.what;
    if (!error.why.empty()) entry["why"] = error.why;
    put(entry, "picture", error.picture);
    json.push_back(std::move(entry));
  }
  return json;
}

}  // namespace

std::string faults_json(const ScoreFaults& faults) {
  Json json{{"faults", Json::array()}};
  for (const ScoreFault& fault : faults.all()) {
    Json entry{{"file", fault.place.file}};
    if (fault.place.line > 0) entry["line"] = fault.place.line;
    if (!fault.key.empty()) entry["key"] = fault.key;
    entry["found"] = fault.found;
    entry["expected"] = fault.expected;
    json["faults"].push_back(std::move(entry));
  }
  return dumped(json);
}

std::string score_json(const Score& score) {
  Json json;
  json["plates"] = plates_json(score.plates, score.hits);
  json["heat"] = heat_json(score.heat);
  json["alerts"] = alerts_json(score.hits);
  json["footage"] = Json::array();
  for (const ScoredFeed& feed : score.feeds) {
    json["footage"].push_back({{"feed", feed.feed},
                               {"source", feed.source == FootageSource::drawn  ? "drawn"
                                          : feed.source == FootageSource::real ? "real"
                                                                               : "not stated"}});
  }
  json["losses"] = loss_json(score.losses);
  json["notes"] = score.notes;
  json["errors"] = errors_json(score);
  return dumped(json);
}

}  // namespace nightjar
