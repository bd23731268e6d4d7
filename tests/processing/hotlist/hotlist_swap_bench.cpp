// What a lookup costs while lists are swapped beside it, and while they are not. Run by hand:
// build/release/tests/processing/hotlist/nightjar_hotlist_swap_bench
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "processing/hotlist/hotlist_file.hpp"
#include "processing/hotlist/hotlists_in_force.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kEntries = 200000;
constexpr std::size_t kLookups = 400000;

std::vector<std::string> some_marks(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNOPRSTUVWXY";
  const auto letter = [&] { return kLetters[random() % kLetters.size()]; };
  std::vector<std::string> marks;
  while (marks.size() < count)
    marks.push_back(
        fmt::format("{}{}{:02}{}{}{}", letter(), letter(), 2 + random() % 75, letter(), letter(), letter()));
  return marks;
}

std::shared_ptr<const HotlistMatcher> edition(const std::vector<std::string>& marks, const char* reason) {
  std::string text = "mark,reason,owner\n";
  for (const std::string& mark : marks) text += fmt::format("{},{},Force\n", mark, reason);
  TermedHotlist list;
  list.terms.name = "force";
  list.terms.channel = "open";
  list.index = parse_hotlist(text).index;
  return std::make_shared<const HotlistMatcher>(std::vector<TermedHotlist>{list});
}

/// Two editions of one list, and marks of which every tenth is on it.
struct Editions {
  Editions() {
    const std::vector<std::string> listed = some_marks(kEntries, 1);
    both = {edition(listed, "one"), edition(listed, "two")};
    asked = some_marks(10000, 2);
    for (std::size_t i = 0; i < asked.size(); i += 10) asked[i] = listed[i];
  }
  std::array<std::shared_ptr<const HotlistMatcher>, 2> both;
  std::vector<std::string> asked;
};

const Editions& editions() {
  static const Editions made;
  return made;
}

double p999_ns(std::vector<float>& took) {
  const auto place = took.begin() + static_cast<std::ptrdiff_t>(took.size() * 999 / 1000);
  std::nth_element(took.begin(), place, took.end());
  return static_cast<double>(*place);
}

void look_up(HotlistsInForce& lists, std::vector<float>& took) {
  const Editions& made = editions();
  for (std::size_t i = 0; i < kLookups; ++i) {
    const PlateText read{made.asked[i % made.asked.size()], 0.99, {}, {}};
    const auto begin = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(lists.current()->match(read, CaptureTime{}));
    took.push_back(std::chrono::duration<float, std::nano>(std::chrono::steady_clock::now() - begin).count());
  }
}

/// Turns of half a second's work with and without swaps, in one run, so that both meet the same machine.
void lookups_beside_swaps(benchmark::State& state) {
  HotlistsInForce lists(editions().both[0]);
  std::vector<float> still, swapped;
  std::size_t swaps = 0;
  for (auto _ : state) {
    look_up(lists, still);
    std::jthread swapper([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        static_cast<void>(lists.put(editions().both[++swaps % 2]));
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    });
    look_up(lists, swapped);
  }
  const double without = p999_ns(still);
  const double with = p999_ns(swapped);
  state.counters["swaps"] = static_cast<double>(swaps);
  state.counters["p999_without_ns"] = without;
  state.counters["p999_with_ns"] = with;
  state.counters["ratio"] = with / without;
}
BENCHMARK(lookups_beside_swaps)->Unit(benchmark::kMillisecond)->Iterations(10);

}  // namespace
}  // namespace nightjar

BENCHMARK_MAIN();
