// Scoring of a day's records with its page: 5,000 passes, the mean of a British camera's day.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "tests/tools/score/made_day.hpp"
#include "tools/nightjar/score_command.hpp"

namespace nightjar {
namespace {

void score_a_day(benchmark::State& state) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("nightjar-score-bench-" + std::to_string(std::random_device{}()));
  std::filesystem::create_directories(folder);
  const MadeDay day = made_day(static_cast<std::size_t>(state.range(0)), 15);
  std::ofstream(folder / "r.jsonl") << day.records;
  std::ofstream(folder / "t.jsonl") << day.truth;
  ScoreCommandOptions options;
  options.records = (folder / "r.jsonl").string();
  options.truth = {(folder / "t.jsonl").string()};
  options.html = (folder / "page.html").string();
  for (auto _ : state) {
    std::ostringstream out, err;
    if (score_files(options, out, err) != 0) state.SkipWithError("the made day is not scored");
  }
  std::filesystem::remove_all(folder);
}
BENCHMARK(score_a_day)->Arg(5'000)->Arg(50'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace nightjar
