#include "tools/judge/judge_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "processing/anpr/registration_mark.hpp"
#include "tools/judge/reliability.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kSure = 0.9;

struct Tally {
  Share exact;
  Share sure;
  Share sure_and_wrong;  // of the sure

  void add(const JudgedRead& read) {
    const bool is_sure = read.confidence >= kSure;
    exact.add(read.right);
    sure.add(is_sure);
    if (is_sure) sure_and_wrong.add(!read.right);
  }
};

std::vector<std::pair<std::string, Tally>> tallies(const JudgedSet& set) {
  std::vector<std::pair<std::string, Tally>> rows{{"all", {}}};
  std::map<std::string, Tally> classes;
  for (const JudgedRead& read : set.reads) {
    rows.front().second.add(read);
    for (const std::string& name : read.classes) classes[name].add(read);
  }
  std::copy(classes.begin(), classes.end(), std::back_inserter(rows));
  return rows;
}

// Characters read for others, of reads as long as the mark; and marks read with one too few or too many.
std::vector<std::pair<std::string, int>> mistakes(const JudgedSet& set) {
  std::map<std::string, int> counts;
  for (const JudgedRead& read : set.reads) {
    if (read.right || read.mark.empty() || read.read.empty()) continue;
    const std::string truth = folded_mark(read.mark);
    const std::string text = folded_mark(read.read);
    if (text.size() != truth.size()) {
      ++counts[text.size() < truth.size() ? "fewer characters" : "more characters"];
      continue;
    }
    for (std::size_t i = 0; i < truth.size(); ++i) {
      if (truth[i] != text[i]) ++counts[fmt::format("{} as {}", truth[i], text[i])];
    }
  }
  std::vector<std::pair<std::string, int>> ordered(counts.begin(), counts.end());
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  if (ordered.size() > 20) ordered.resize(20);
  return ordered;
}

std::vector<JudgedConfidence> confidences(const JudgedSet& set) {
  std::vector<JudgedConfidence> pairs;
  for (const JudgedRead& read : set.reads) {
    if (!read.read.empty()) pairs.push_back({read.confidence, read.right});
  }
  return pairs;
}

const std::vector<double>& edges() {
  static const std::vector<double> kEdges{0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1};
  return kEdges;
}

std::string percent(const Share& share) {
  if (share.of == 0) return "-";
  const Interval likely = share.interval();
  return fmt::format("{:5.1f} % ({:.1f} to {:.1f})", 100 * share.rate().value_or(0), 100 * likely.low,
                     100 * likely.high);
}

Json share_json(const Share& share) {
  const Interval likely = share.interval();
  return {{"count", share.count}, {"of", share.of}, {"share_95", {likely.low, likely.high}}};
}

Json bins_json(const std::vector<ReliabilityBin>& bins) {
  Json rows = Json::array();
  for (const ReliabilityBin& bin : bins) {
    rows.push_back({{"from", bin.from},
                    {"to", bin.to},
                    {"mean_confidence", bin.mean_confidence},
                    {"right", share_json(bin.right)}});
  }
  return rows;
}

}  // namespace

std::string report_text(const JudgedSet& set) {
  std::string text = fmt::format("{}\n  {:22} {:>6}  {:26} {:26} {}\n", set.name, "", "reads", "exact",
                                 "sure (0.9 or more)", "sure and wrong");
  for (const auto& [name, tally] : tallies(set)) {
    text += fmt::format("  {:22} {:6}  {:26} {:26} {} of {}\n", name, tally.exact.of, percent(tally.exact),
                        percent(tally.sure), tally.sure_and_wrong.count, tally.sure_and_wrong.of);
  }
  text += "  mistakes:";
  for (const auto& [name, count] : mistakes(set)) text += fmt::format(" {} {},", name, count);
  text.back() = '\n';
  const auto pairs = confidences(set);
  text += fmt::format("  {:14} {:>6} {:>16}  right\n", "confidence", "reads", "mean confidence");
  for (const ReliabilityBin& bin : fixed_bins(pairs, edges())) {
    if (bin.right.of == 0) continue;
    text += fmt::format("  {:.2f} to {:.2f}   {:6} {:16.3f}  {}\n", bin.from, bin.to, bin.right.of,
                        bin.mean_confidence, percent(bin.right));
  }
  const Interval likely = resampled_error(pairs);
  text += fmt::format(
      "  expected calibration error {:.4f} in ten equal bins (resampled {:.4f} to {:.4f}), {:.4f} in those "
      "above\n",
      calibration_error(equal_count_bins(pairs, 10)), likely.low, likely.high,
      calibration_error(fixed_bins(pairs, edges())));
  return text;
}

Json report_json(const JudgedSet& set) {
  Json classes = Json::object();
  for (const auto& [name, tally] : tallies(set)) {
    classes[name] = {{"exact", share_json(tally.exact)},
                     {"sure", share_json(tally.sure)},
                     {"sure_and_wrong", share_json(tally.sure_and_wrong)}};
  }
  Json confused = Json::object();
  for (const auto& [name, count] : mistakes(set)) confused[name] = count;
  const auto pairs = confidences(set);
  const Interval likely = resampled_error(pairs);
  return {{"set", set.name},
          {"classes", classes},
          {"mistakes", confused},
          {"calibration_error", calibration_error(equal_count_bins(pairs, 10))},
          {"calibration_error_95", {likely.low, likely.high}},
          {"equal_bins", bins_json(equal_count_bins(pairs, 10))},
          {"fixed_bins", bins_json(fixed_bins(pairs, edges()))}};
}

}  // namespace nightjar
