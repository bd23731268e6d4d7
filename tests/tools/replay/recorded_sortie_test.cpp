#include <gtest/gtest.h>

#include "tests/tools/replay/live_run.hpp"
#include "tests/tools/replay/replayed.hpp"

namespace nightjar {
namespace {

/// What was said about heat, sorted: live, a withdrawal overtakes what waits to go out.
std::vector<std::string> heat_events(const fs::path& journal_folder) {
  std::vector<std::string> lines;
  const Journal journal(journal_folder);
  for (const StoredEvent& stored : journal.events_since("open", 0, 10'000)) {
    const json event = json::parse(*stored.text);
    if (event["kind"] == "heat_contact") lines.push_back(comparable(event).dump());
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> heat_events(const std::vector<json>& records) {
  std::vector<std::string> lines;
  for (const json& event : of_kind(records, "event"))
    if (event["kind"] == "heat_contact") lines.push_back(comparable(event).dump());
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST(RecordedSortie, replays_to_the_very_alerts_and_the_very_layer_of_the_live_search) {
  LiveRun live("recorded-sortie", 1, 8);
  ASSERT_TRUE(
      live.watch("[[feed]]\nname = \"drone\"\nkind = \"thermal\"\nrecord = \"kept\"\n"
                 "expected = \"sortie\"\nsortie_profile = \"search\"\n" +
                     live.drone(),
                 {"drone"}))
      << live.output;
  const MadeSite& site = live.site;
  const CommandRun run =
      replayed(site.file("live.toml").string() + " --feed drone=" + site.file("kept/drone").string() +
               " --out " + site.file("r.jsonl").string());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto expected = heat_events(site.file("journal"));
  EXPECT_GE(expected.size(), 5U) << live.output;
  for (const std::string& line : expected) EXPECT_TRUE(json::parse(line).contains("sortie")) << line;
  const auto replayed_events = heat_events(records_of(site.file("r.jsonl")));
  std::vector<std::string> apart;
  std::set_symmetric_difference(expected.begin(), expected.end(), replayed_events.begin(),
                                replayed_events.end(), std::back_inserter(apart));
  EXPECT_TRUE(apart.empty()) << apart.size() << " differ, the first: " << apart.front();

  std::vector<fs::path> layers;
  for (const auto& entry : fs::directory_iterator(site.file("journal/sorties")))
    if (entry.path().extension() == ".geojson") layers.push_back(entry.path());
  ASSERT_EQ(layers.size(), 1U) << live.output;
  const fs::path replayed_layer = site.file("r.sorties") / layers[0].filename();
  ASSERT_TRUE(fs::exists(replayed_layer)) << run.err;
  EXPECT_EQ(bytes_of(replayed_layer), bytes_of(layers[0]));
}

}  // namespace
}  // namespace nightjar
