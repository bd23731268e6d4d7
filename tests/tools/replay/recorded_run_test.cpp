#include <gtest/gtest.h>

#include "tests/tools/replay/live_run.hpp"
#include "tests/tools/replay/replayed.hpp"

namespace nightjar {
namespace {

/// In an order of its own: live, two feeds race.
std::vector<std::string> sorted(std::vector<json> events) {
  std::vector<std::string> lines;
  for (const json& event : events) lines.push_back(event.dump());
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST(RecordedRun, replays_to_the_very_alerts_of_the_live_run_drops_included) {
  LiveRun live("recorded-run", 6, 8);
  ASSERT_TRUE(live.watch(
      "[[hotlist]]\nname = \"force\"\nfile = \"f/hotlist.csv\"\nchannel = \"open\"\n"
      "[[feed]]\nname = \"lane\"\nkind = \"anpr\"\nrecord = \"kept\"\nrecord_segment_s = 4\n" +
          live.lane() + "[[feed]]\nname = \"drone\"\nkind = \"thermal\"\nrecord = \"kept\"\n" + live.drone(),
      {"drone", "lane"}))
      << live.output;
  const MadeSite& site = live.site;
  const CommandRun run = replayed(
      site.file("live.toml").string() + " --feed lane=" + site.file("kept/lane").string() +
      " --feed drone=" + site.file("kept/drone").string() + " --out " + site.file("r.jsonl").string());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const std::vector<json> records = records_of(site.file("r.jsonl"));
  EXPECT_EQ(records.at(0)["drawn"], json::array({"lane", "drone"})) << "the streams say so themselves";
  std::vector<json> events;
  for (const json& event : of_kind(records, "event")) events.push_back(comparable(event));
  const auto expected = journalled_events(site.file("journal"));
  EXPECT_GE(expected.size(), 5U) << live.output;
  EXPECT_EQ(sorted(events), sorted(expected)) << run.err << live.output;
}

}  // namespace
}  // namespace nightjar
