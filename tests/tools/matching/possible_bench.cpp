// What a possible lookup costs beside an exact one, at a million entries, on reads with the reader's own
// doubts. Run by hand: build/release/tests/tools/nightjar_possible_bench
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <unordered_map>
#include <vector>

#include "processing/hotlist/match_prior.hpp"
#include "processing/hotlist/possible_search.hpp"
#include "tools/matching/kept_reads.hpp"
#include "tools/matching/simulated_passes.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kEntries = 1000000;
constexpr std::size_t kReads = 1 << 15;

const SimulatedPasses& passes() {
  static const SimulatedPasses made(kept_reads(NIGHTJAR_TEST_DATA "/hotlists/kept_reads.txt"), {});
  return made;
}

const HotlistIndex& index() {
  static const HotlistIndex made = [] {
    HotlistTable table({});
    for (std::uint64_t number = 0; table.size() < kEntries; ++number) {
      HotlistTable::Row row;
      row.packed_mark = mark_key(passes().pass(number).mark).value();
      table.append(row);
    }
    table.seal();
    return HotlistIndex(std::move(table), {});
  }();
  return made;
}

/// One vehicle in fifty is listed.
const std::vector<PlateText>& reads() {
  static const std::vector<PlateText> made = [] {
    constexpr std::uint64_t kUnlisted = std::uint64_t{1} << 40;
    std::vector<PlateText> texts;
    for (std::uint64_t i = 0; i < kReads; ++i)
      texts.push_back(passes().pass(i % 50 == 0 ? i : kUnlisted + i).text);
    return texts;
  }();
  return made;
}

double least() {
  const MatchPrior prior;
  return prior.counted_from / highest_boost(prior, kEntries);
}

void exact_lookup(benchmark::State& state) {
  std::size_t i = 0;
  const auto& texts = reads();
  const HotlistIndex& list = index();
  for (auto _ : state) benchmark::DoNotOptimize(list.first_row(texts[i++ % kReads].mark));
}
BENCHMARK(exact_lookup);

void unordered_map_lookup(benchmark::State& state) {
  std::unordered_map<std::string, std::uint32_t> map;
  for (std::uint32_t row = 0; row < index().size(); ++row)
    map.emplace(unpacked_mark(index().table().packed_mark(row)), row);
  std::size_t i = 0;
  const auto& texts = reads();
  for (auto _ : state) benchmark::DoNotOptimize(map.find(texts[i++ % kReads].mark));
}
BENCHMARK(unordered_map_lookup);

void possible_lookup(benchmark::State& state) {
  std::size_t i = 0;
  const auto& texts = reads();
  const HotlistIndex& list = index();
  const double at_least = least();
  std::vector<PossibleRow> rows;
  std::size_t found = 0;
  for (auto _ : state) {
    rows.clear();
    PossibleSearch(texts[i++ % kReads], at_least).find(list, at_least, rows);
    found += rows.size();
  }
  state.counters["rows_a_read"] = static_cast<double>(found) / static_cast<double>(state.iterations());
}
BENCHMARK(possible_lookup);

/// Each lookup timed for itself; the clock's own cost is in it.
void possible_lookup_one_by_one(benchmark::State& state) {
  const auto& texts = reads();
  const HotlistIndex& list = index();
  const double at_least = least();
  std::vector<double> times_us;
  std::vector<PossibleRow> rows;
  for (auto _ : state) {
    for (const PlateText& text : texts) {
      rows.clear();
      const auto begin = std::chrono::steady_clock::now();
      PossibleSearch(text, at_least).find(list, at_least, rows);
      benchmark::DoNotOptimize(rows.data());
      const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
      times_us.push_back(took.count());
    }
  }
  std::sort(times_us.begin(), times_us.end());
  state.counters["p50_us"] = times_us[times_us.size() / 2];
  state.counters["p99_us"] = times_us[times_us.size() * 99 / 100];
  state.counters["p999_us"] = times_us[times_us.size() * 999 / 1000];
}
BENCHMARK(possible_lookup_one_by_one)->Iterations(4)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace nightjar

BENCHMARK_MAIN();
