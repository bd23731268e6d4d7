// Prints what the matching of hotlists takes from kept reads: the line on the confidence's logit and the
// shares of the doubt for MarkBeliefOptions, how often each symbol was read, and the confusions, both for
// processing/hotlist/reader_confusions.cpp. Where the confusions change, fit the shares once more with them.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <map>
#include <utility>

#include "processing/anpr/mark_shape.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "tools/matching/belief_fit.hpp"
#include "tools/matching/kept_reads.hpp"
#include "tools/train/logistic_line.hpp"

namespace nightjar {
namespace {

using Confusions = std::map<std::pair<char, char>, double>;  // by read and true symbol

std::size_t differing(const std::string& a, const std::string& b) {
  std::size_t places = 0;
  for (std::size_t i = 0; i < a.size(); ++i) places += a[i] != b[i] ? 1U : 0U;
  return places;
}

bool is_misread_of(const std::string& read, const std::string& there) {
  constexpr std::size_t kMost = 2;  // more are no substitution but another text
  return there.size() == read.size() && differing(there, read) <= kMost;
}

/// How often each symbol was read.
std::map<char, std::size_t> symbols_of(const std::vector<SampledRead>& reads) {
  std::map<char, std::size_t> counted;
  for (const SampledRead& kept : reads) {
    const std::string read = folded_mark(kept.text.mark);
    if (!is_misread_of(read, folded_mark(kept.mark))) continue;
    for (const char symbol : read) ++counted[symbol];
  }
  return counted;
}

/// Mistakes as they were made, and those that the reader half made where it was right.
Confusions confusions_of(const std::vector<SampledRead>& reads) {
  Confusions counted;
  for (const SampledRead& kept : reads) {
    const std::string there = folded_mark(kept.mark);
    const std::string read = folded_mark(kept.text.mark);
    if (!is_misread_of(read, there)) continue;
    for (std::size_t i = 0; i < read.size(); ++i) {
      if (read[i] != there[i]) counted[{read[i], there[i]}] += 1;
      if (read != there) continue;
      for (std::size_t s = 0; s < kMarkSymbols.size(); ++s) {
        const auto seen = static_cast<double>(kept.text.characters[i].symbol[s]);
        if (seen > 0 && kMarkSymbols[s] != read[i]) counted[{read[i], kMarkSymbols[s]}] += seen;
      }
    }
  }
  return counted;
}

LogisticLine line_of(const std::vector<SampledRead>& reads, bool known_form) {
  std::vector<LogitOutcome> outcomes;
  for (const SampledRead& kept : reads) {
    const std::string read = folded_mark(kept.text.mark);
    if (read.empty() || shape_of(read).is_known() != known_form) continue;
    outcomes.push_back({logit_of(kept.text.confidence), folded_mark(kept.mark) == read});
  }
  const LogisticLine line = fitted_line(outcomes);
  fmt::print("{} reads of {} form; slope {:.3f}, offset {:.3f}\n", outcomes.size(),
             known_form ? "a known" : "no known", line.slope, line.offset);
  return line;
}

/// The lines on the logit of the confidence: that of known forms, and what others have less of it.
MarkBeliefOptions print_lines(const std::vector<SampledRead>& reads) {
  const LogisticLine known = line_of(reads, true);
  const LogisticLine others = line_of(reads, false);
  MarkBeliefOptions options;
  options.slope = known.slope;
  options.offset = known.offset;
  options.formless_slope = others.slope;
  options.formless_offset = others.offset;
  return options;
}

void print_shares(const std::vector<SampledRead>& reads, const MarkBeliefOptions& from) {
  const MarkBeliefOptions to = fitted_belief(reads, from);
  fmt::print("candidates {:.3f}, substituted {:.3f}, missing {:.3f}, surplus {:.3f}, habits {:.3f}, ",
             to.candidates, to.substituted, to.missing, to.surplus, to.habits);
  fmt::print(
      "missing_at_ends {:.3f}, missing_one {:.3f}, formless {:.4f}; log probability {:.4f}, before {:.4f}\n",
      to.missing_at_ends, to.missing_one, to.formless, mean_log_belief(reads, to),
      mean_log_belief(reads, from));
}

void print_table(const Confusions& counted) {
  constexpr double kLeastCounted = 0.1;
  std::vector<std::pair<std::pair<char, char>, double>> rows(counted.begin(), counted.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [symbols, times] : rows) {
    if (times >= kLeastCounted) fmt::print("{{'{}', '{}', {:.1f}F}}, ", symbols.first, symbols.second, times);
  }
  fmt::print("\n");
}

}  // namespace
}  // namespace nightjar

int main(int argc, char** argv) {
  using namespace nightjar;
  CLI::App app("Fit the matching of hotlists to kept reads");
  std::string file;
  app.add_option("READS", file, "As keep_reads writes them")->required();
  CLI11_PARSE(app, argc, argv);
  try {
    const std::vector<SampledRead> reads = kept_reads(file);
    print_shares(reads, print_lines(reads));
    for (const auto& [symbol, times] : symbols_of(reads)) fmt::print("{{'{}', {}}}, ", symbol, times);
    fmt::print("\n");
    print_table(confusions_of(reads));
  } catch (const std::exception& fault) {
    fmt::print(stderr, "{}\n", fault.what());
    return 2;
  }
  return 0;
}
