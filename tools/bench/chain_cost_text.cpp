#include "tools/bench/chain_cost_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "tools/nightjar/terminal_text.hpp"
#include "tools/score/text_table.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

std::string pictures_of(const ChainCost& cost) {
  if (cost.all_alike) return fmt::format("{} x {}", cost.picture.width, cost.picture.height);
  return fmt::format("{:.2f} megapixels in the mean", cost.megapixels);
}

void add_row(TextTable& table, const std::string& part, const PartCost& cost, const std::string& calls) {
  const RoundsFigure& ms = cost.ms_a_frame;
  table.add({part, fmt::format("{:.2f}", ms.median), fmt::format("{:.2f} to {:.2f}", ms.least, ms.most),
             fmt::format("{:.2f}", cost.ratio.median),
             fmt::format("{:.2f} to {:.2f}", cost.ratio.least, cost.ratio.most), calls});
}

Json json_of(const PartCost& cost) {
  const auto rounded = [](double value) { return std::round(1e4 * value) / 1e4; };
  const auto range = [&](const RoundsFigure& figure) {
    return Json{rounded(figure.least), rounded(figure.most)};
  };
  return {{"ms", rounded(cost.ms_a_frame.median)},
          {"ms_range", range(cost.ms_a_frame)},
          {"ratio", rounded(cost.ratio.median)},
          {"ratio_range", range(cost.ratio)}};
}

}  // namespace

std::string bench_text(const BenchSheet& sheet) {
  const ChainCost& cost = sheet.cost;
  std::string text = fmt::format("{}: {}, {} frames in each of {} rounds\n", printable(sheet.file),
                                 pictures_of(cost), cost.frames, cost.rounds);
  text += fmt::format(
      "Processor time on one core (number {}{}{}), one decoder thread: the median of the rounds, and the "
      "least and the most\n\n",
      sheet.core, sheet.processor.empty() ? "" : ", ", printable(sheet.processor));
  TextTable table({"", "ms a frame", "", "x decoding", "", "calls a frame"});
  add_row(table, "decoding alone", cost.decoding, "");
  for (const StagePartCost& stage : cost.stages)
    add_row(table, stage.stage, stage.cost, fmt::format("{:.2f}", stage.calls_a_frame));
  add_row(table, "rest of the chain", cost.rest, "");
  add_row(table, "whole chain", cost.chain, "");
  add_row(table, "decoding and chain", cost.whole, "");
  for (const std::string& line : table.lines()) text += line + '\n';
  std::string outcomes;
  for (const auto& [outcome, count] : cost.outcomes)
    if (count > 0) outcomes += fmt::format("{}{} {}", outcomes.empty() ? "" : "; ", outcome, count);
  if (!outcomes.empty()) text += "\nA round: " + outcomes + '\n';
  return text;
}

std::string bench_json(const BenchSheet& sheet) {
  const ChainCost& cost = sheet.cost;
  Json stages = Json::object();
  for (const StagePartCost& stage : cost.stages) {
    stages[stage.stage] = json_of(stage.cost);
    stages[stage.stage]["calls_a_frame"] = stage.calls_a_frame;
  }
  Json json{{"kind", sheet.kind},
            {"file", sheet.file},
            {"frames", cost.frames},
            {"rounds", cost.rounds},
            {"megapixels", cost.megapixels},
            {"core", sheet.core},
            {"processor", sheet.processor},
            {"decoding", json_of(cost.decoding)},
            {"stages", stages},
            {"rest", json_of(cost.rest)},
            {"chain", json_of(cost.chain)},
            {"whole", json_of(cost.whole)},
            {"outcomes", Json::object()}};
  for (const auto& [outcome, count] : cost.outcomes) json["outcomes"][outcome] = count;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace nightjar
