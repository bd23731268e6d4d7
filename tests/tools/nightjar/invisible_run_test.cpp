// Two runs of the program on the same road and field, with and without what only a restricted channel may
// know of: whoever holds a key for the open one alone, or reads the log, gets the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "tests/tools/nightjar/watched_run.hpp"

namespace nightjar {
namespace {

using Seen = std::vector<std::string>;

/// What differs first, for people.
std::string difference(const Seen& a, const Seen& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string one = i < a.size() ? a[i] : "(nothing)", other = i < b.size() ? b[i] : "(nothing)";
    if (one == other) continue;
    const auto apart = std::mismatch(one.begin(), one.end(), other.begin(), other.end()).first - one.begin();
    const auto from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(apart - 200, 0));
    return one.substr(from, 600) + "\n" + other.substr(from, 600);
  }
  return {};
}

struct FourRuns {
  Seen without, again, with_covert, with_open;

  /// A picture that was overtaken, as the machine was slow.
  [[nodiscard]] bool dropped() const {
    for (const Seen* seen : {&without, &again, &with_covert, &with_open})
      for (const std::string& one : *seen)
        if (std::regex_search(one, std::regex("[1-9][0-9]* dropped"))) return true;
    return false;
  }
};

FourRuns four_runs(double pace) {
  const auto run = [&](const std::string& name, ListedBesides besides) {
    return std::async(std::launch::async,
                      [name, besides, pace] { return WatchedRun(name, besides, pace).seen(); });
  };
  auto without = run("invisible-without", ListedBesides::nothing);
  auto again = run("invisible-again", ListedBesides::nothing);
  auto with_covert = run("invisible-covert", ListedBesides::covert_entries);
  auto with_open = run("invisible-open", ListedBesides::open_entry);
  return {without.get(), again.get(), with_covert.get(), with_open.get()};
}

TEST(InvisibleRun, gives_who_is_not_cleared_the_same_with_and_without_covert_entries_and_heat) {
  double pace = 1;
  FourRuns runs = four_runs(pace);
  while (runs.dropped() && pace < 8) runs = four_runs(pace *= 3);
  EXPECT_EQ(difference(runs.without, runs.again), "") << "two runs of the same";
  EXPECT_NE(difference(runs.without, runs.with_open), "") << "an entry that anybody may see";
  EXPECT_EQ(difference(runs.without, runs.with_covert), "");

  EXPECT_THAT(runs.with_covert, testing::Contains(testing::HasSubstr("Hare coursing")));
  EXPECT_THAT(runs.with_covert, testing::Contains(testing::HasSubstr("\"heat_contact\"")));
  EXPECT_THAT(runs.with_covert, testing::Contains(testing::HasSubstr("found \"never\"")));
  for (const std::string& one : runs.with_covert)
    EXPECT_FALSE(std::regex_search(
        one, std::regex(R"x(Source protection|SILENT|Special Branch|stakeout|"areas":\[[^\]]*barn)x")))
        << one.substr(0, 600);
}

}  // namespace
}  // namespace nightjar
