// How fast lists load and are asked, at a million entries. Run by hand:
// build/release/tests/processing/hotlist/nightjar_hotlist_bench
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/hotlist_file.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kEntries = 1000000;

std::string current_mark(std::mt19937& random) {
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNOPRSTUVWXY";
  std::string mark;
  for (int i = 0; i < 2; ++i) mark += kLetters[random() % kLetters.size()];
  mark += fmt::format("{:02}", 2 + random() % 75);
  for (int i = 0; i < 3; ++i) mark += kLetters[random() % kLetters.size()];
  return mark;
}

/// 13 of the 15 columns filled as lists fill them: short words that repeat, and a reference of its own.
const std::string& list_text() {
  static const std::string text = [] {
    std::mt19937 random(1);
    const std::vector<std::string> makes{"FORD",   "VAUXHALL",   "VOLKSWAGEN", "BMW",
                                         "TOYOTA", "LAND ROVER", "NISSAN",     "AUDI"};
    const std::vector<std::string> colours{"BLACK", "WHITE", "SILVER", "BLUE", "RED", "GREY"};
    std::string csv =
        "mark,make,model,colour,action,markers,reason,risk,priority,owner,contact,authoriser,marking,"
        "effective,weed\n";
    for (std::size_t i = 0; i < kEntries; ++i) {
      csv += fmt::format(
          "{},{},MODEL {},{},STOP,{},No insurance seen {},medium,{},Force {},101 ext {},PS "
          "{},OFFICIAL,2026-{:02}-01,2030-12-31\n",
          current_mark(random), makes[random() % makes.size()], random() % 300,
          colours[random() % colours.size()], random() % 20 == 0 ? "VIOLENT" : "", i, 20 + random() % 60,
          random() % 43, random() % 9000, random() % 2000, 1 + random() % 11);
    }
    return csv;
  }();
  return text;
}

const HotlistIndex& index() {
  static const HotlistLoad load = parse_hotlist(list_text());
  return *load.index;
}

/// Reads of which one in fifty is listed, as national figures have it.
const std::vector<std::string>& reads() {
  static const std::vector<std::string> marks = [] {
    std::mt19937 random(2);
    std::vector<std::string> result;
    for (int i = 0; i < 1 << 16; ++i) {
      const auto row = static_cast<std::uint32_t>(random() % index().size());
      result.push_back(i % 50 == 0 ? index().table().entry(row).mark : current_mark(random));
    }
    return result;
  }();
  return marks;
}

void lookup_in_hotlist_index(benchmark::State& state) {
  std::size_t i = 0;
  const auto& marks = reads();
  for (auto _ : state) benchmark::DoNotOptimize(index().first_row(marks[i++ & 0xffff]));
}
BENCHMARK(lookup_in_hotlist_index);

void lookup_in_unordered_map(benchmark::State& state) {
  static const auto* const map = [] {
    auto* built = new std::unordered_map<std::string, std::uint32_t>;  // lives as long as the program
    for (std::uint32_t row = 0; row < index().size(); ++row)
      built->emplace(folded_mark(index().table().entry(row).mark), row);
    return built;
  }();
  static const auto* const folded = [] {
    auto* keys = new std::vector<std::string>;
    for (const std::string& mark : reads()) keys->push_back(folded_mark(mark));
    return keys;
  }();
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(map->find((*folded)[i++ & 0xffff]));
}
BENCHMARK(lookup_in_unordered_map);

void match_of_one_list(benchmark::State& state) {
  const std::shared_ptr<const HotlistIndex> unowned(std::shared_ptr<void>{}, &index());
  const HotlistMatcher matcher({{{"force", "open"}, unowned}});
  PlateText read;
  std::size_t i = 0;
  for (auto _ : state) {
    read.mark = reads()[i++ & 0xffff];
    benchmark::DoNotOptimize(
        matcher.match(read, CaptureTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}}));
  }
}
BENCHMARK(match_of_one_list);

void load_of_a_million_lines(benchmark::State& state) {
  for (auto _ : state) {
    const HotlistLoad load = parse_hotlist(list_text());
    state.counters["bytes_an_entry"] =
        static_cast<double>(load.index->bytes()) / static_cast<double>(load.index->size());
    state.counters["text_bytes_a_line"] = static_cast<double>(list_text().size()) / kEntries;
  }
}
BENCHMARK(load_of_a_million_lines)->Unit(benchmark::kMillisecond)->Iterations(5);

/// As at a start: read from the disk's cache, checked, indexed, and its SHA-256 taken.
void load_of_a_file_of_a_million_lines(benchmark::State& state) {
  const auto file = std::filesystem::temp_directory_path() / fmt::format("nightjar-bench-{}.csv", ::getpid());
  std::ofstream(file) << list_text();
  for (auto _ : state) benchmark::DoNotOptimize(load_hotlist(file));
  std::filesystem::remove(file);
}
BENCHMARK(load_of_a_file_of_a_million_lines)->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace
}  // namespace nightjar

BENCHMARK_MAIN();
