#include "tools/matching/matching_score.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/mark_key.hpp"

namespace nightjar {
namespace {

constexpr CaptureTime kWhen{};

struct ListedMarks {
  std::shared_ptr<const HotlistIndex> index;
  std::unordered_set<std::uint64_t> keys;
};

ListedMarks listed_marks(const SimulatedPasses& passes, const MatchingTrial& trial) {
  constexpr std::uint64_t kElsewhere = std::uint64_t{1} << 40;  // numbers of vehicles that never pass
  ListedMarks listed;
  HotlistTable table({});
  const auto add = [&](std::uint64_t number) {
    const auto key = mark_key(passes.pass(number).mark);
    if (!key || !listed.keys.insert(*key).second) return;
    HotlistTable::Row row;
    row.packed_mark = *key;
    table.append(row);
  };
  for (std::uint64_t number = 0; number < trial.passes; number += trial.listed_every) add(number);
  for (std::uint64_t other = 0; table.size() < trial.entries && other < 4 * trial.entries; ++other)
    add(kElsewhere + other);
  table.seal();
  listed.index = std::make_shared<const HotlistIndex>(std::move(table), HotlistEdition{});
  return listed;
}

HotlistMatcher matcher_of(const ListedMarks& listed, const MatchingTrial& trial, Matching matching) {
  HotlistTerms terms;
  terms.name = "list";
  terms.channel = "open";
  terms.matching = matching;
  terms.threshold = trial.threshold;
  return HotlistMatcher({{terms, listed.index}}, trial.matching);
}

bool is_about(const HotlistMatch& match, const SampledRead& pass) {
  return folded_mark(match.entry.mark) == pass.mark;
}

bool is_found(const std::vector<HotlistMatch>& matches, const SampledRead& pass) {
  return std::any_of(matches.begin(), matches.end(),
                     [&](const HotlistMatch& match) { return is_about(match, pass); });
}

void judge_matches(const std::vector<HotlistMatch>& matches, const SampledRead& pass, MatchingScore& score) {
  for (const HotlistMatch& match : matches) {
    const JudgedConfidence judged{match.probability, is_about(match, pass)};
    score.all.push_back(judged);
    if (!match.exact) score.possible.push_back(judged);
  }
}

std::string table_of(const std::vector<JudgedConfidence>& matches) {
  std::string text = "| probability | matches | mean | right | share (95 %) |\n|---|---|---|---|---|\n";
  for (const ReliabilityBin& bin :
       fixed_bins(matches, {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1})) {
    const Interval range = bin.right.interval();
    text += fmt::format("| {:.2f} to {:.2f} | {} | {:.3f} | {} | {:.3f} ({:.3f} to {:.3f}) |\n", bin.from,
                        bin.to, bin.right.of, bin.mean_confidence, bin.right.count,
                        bin.right.rate().value_or(0), range.low, range.high);
  }
  return text + fmt::format("expected calibration error {:.4f} in ten bins of equal count\n",
                            calibration_error(equal_count_bins(matches, 10)));
}

}  // namespace

MatchingScore matching_score(const SimulatedPasses& passes, const MatchingTrial& trial) {
  const ListedMarks listed = listed_marks(passes, trial);
  const HotlistMatcher possible = matcher_of(listed, trial, Matching::possible);
  const HotlistMatcher exact = matcher_of(listed, trial, Matching::exact);
  MatchingScore score;
  std::set<std::size_t> origins;
  for (std::uint64_t number = 0; number < trial.passes; ++number) {
    const SampledRead pass = passes.pass(number);
    // Of short marks few vehicles can be made, and most would be listed: those that are not meant to be are
    // not.
    const bool is_listed = number % trial.listed_every == 0;
    if (!is_listed && listed.keys.contains(mark_key(pass.mark).value_or(0))) continue;
    const WeighedMatches weighed = possible.weigh(pass.text, kWhen);
    const std::vector<HotlistMatch> plain = exact.match(pass.text, kWhen);
    ++score.passes;
    judge_matches(weighed.alerting, pass, score);
    judge_matches(weighed.below, pass, score);
    score.below += weighed.below.size();
    for (const HotlistMatch& match : weighed.alerting) {
      if (is_about(match, pass)) continue;
      ++score.false_hits;
      if (match.exact) ++score.false_exact;
    }
    for (const HotlistMatch& match : plain) score.false_of_exact_list += is_about(match, pass) ? 0U : 1U;
    if (!is_listed) continue;
    ++score.listed;
    const bool found = is_found(weighed.alerting, pass);
    if (is_found(plain, pass)) {
      ++score.found_exactly;
    } else {
      score.recovered.add(found);
    }
    if (pass.text.mark == pass.mark) continue;
    score.recovered_misread.add(found);
    origins.insert(passes.origin(number));
  }
  score.misread_origins = origins.size();
  return score;
}

std::string matching_report(const MatchingScore& score) {
  const double per = 1e4 / static_cast<double>(score.passes);
  const Interval falsely = count_interval(score.false_hits);
  const auto share = [](const Share& of) {
    return fmt::format("{} of {} ({:.1f} %)", of.count, of.of, 100 * of.rate().value_or(0));
  };
  std::string text = fmt::format("{} passes, {} of listed vehicles; found exactly {}\n", score.passes,
                                 score.listed, score.found_exactly);
  text += fmt::format("recovered of those that exact matching misses: {}\n", share(score.recovered));
  text += fmt::format("recovered of those misread: {}, made from {} kept reads\n",
                      share(score.recovered_misread), score.misread_origins);
  text += fmt::format(
      "false hits in 10,000 passes: {:.2f} ({:.2f} to {:.2f}), of these exact {:.2f}; a list matched exactly "
      "{:.2f}\n",
      static_cast<double>(score.false_hits) * per, falsely.low * per, falsely.high * per,
      static_cast<double>(score.false_exact) * per, static_cast<double>(score.false_of_exact_list) * per);
  text += fmt::format("counted below the threshold: {}\n\nall matches\n{}\npossible matches alone\n{}",
                      score.below, table_of(score.all), table_of(score.possible));
  return text;
}

}  // namespace nightjar
