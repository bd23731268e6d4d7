// Prints what the matching of hotlists takes from kept reads: the line on the confidence's logit, and the
// table of confusions for processing/hotlist/reader_confusions.cpp.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <map>
#include <utility>

#include "processing/anpr/registration_mark.hpp"
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

/// Mistakes as they were made, and those that the reader half made where it was right.
Confusions confusions_of(const std::vector<SampledRead>& reads) {
  constexpr std::size_t kMost = 2;  // more are no substitution but another text
  Confusions counted;
  for (const SampledRead& kept : reads) {
    const std::string there = folded_mark(kept.mark);
    const std::string read = folded_mark(kept.text.mark);
    if (there.size() != read.size() || differing(there, read) > kMost) continue;
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

void print_line(const std::vector<SampledRead>& reads) {
  std::vector<LogitOutcome> outcomes;
  for (const SampledRead& kept : reads) {
    if (kept.text.mark.empty()) continue;
    outcomes.push_back(
        {logit_of(kept.text.confidence), folded_mark(kept.mark) == folded_mark(kept.text.mark)});
  }
  const LogisticLine line = fitted_line(outcomes);
  fmt::print("{} reads; slope {:.3f}, offset {:.3f}\n", outcomes.size(), line.slope, line.offset);
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
    print_line(reads);
    print_table(confusions_of(reads));
  } catch (const std::exception& fault) {
    fmt::print(stderr, "{}\n", fault.what());
    return 2;
  }
  return 0;
}
