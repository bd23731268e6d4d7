#include <gtest/gtest.h>

#include "tests/tools/nightjar/child_process.hpp"
#include "tests/tools/nightjar/made_site.hpp"
#include "tests/tools/replay/replayed.hpp"
#include "tools/simulate/served_footage.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

/// In an order of its own: live, two feeds race.
std::vector<std::string> sorted(std::vector<json> events) {
  std::vector<std::string> lines;
  for (const json& event : events) lines.push_back(event.dump());
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST(RecordedRun, replays_to_the_very_alerts_of_the_live_run_drops_included) {
  const MadeSite site("recorded-run");
  FootageOptions footage;
  footage.lane_s = 6;
  footage.drone_s = 8;
  FootageProgress progress;
  ASSERT_TRUE(write_footage(site.file("f"), footage, progress, {}));
  const int rtsp = free_port();
  const int telemetry = free_port();
  const ServedFootage served(site.file("f"), footage, rtsp, telemetry);
  const std::string address = "rtsp://127.0.0.1:" + std::to_string(rtsp);
  site.write(
      "live.toml",
      "[site]\nname = \"live\"\njournal = \"journal\"\n[[channel]]\nname = \"open\"\nlive = \"" +
          site.live() +
          "\"\n[[hotlist]]\nname = \"force\"\nfile = \"f/hotlist.csv\"\nchannel = \"open\"\n"
          "[[feed]]\nname = \"lane\"\nkind = \"anpr\"\nrecord = \"kept\"\nrecord_segment_s = 4\nuri = \"" +
          address +
          "/lane\"\n"
          "[[feed]]\nname = \"drone\"\nkind = \"thermal\"\nrecord = \"kept\"\nground = { level_m = 100 }\n"
          "telemetry = \"udp://127.0.0.1:" +
          std::to_string(telemetry) + "\"\nuri = \"" + address + "/drone\"\n");
  ChildProcess live({NIGHTJAR_PROGRAM, "run", site.file("live.toml").string()}, site.file("run.log"));
  ASSERT_TRUE(live.says("feed drone: first frame", 60s) && live.says("feed lane: first frame", 60s))
      << live.output();
  std::this_thread::sleep_for(10s);
  live.signal(SIGTERM);
  ASSERT_EQ(live.wait(30s), 0) << live.output();
  const CommandRun run = replayed(
      site.file("live.toml").string() + " --feed lane=" + site.file("kept/lane").string() +
      " --feed drone=" + site.file("kept/drone").string() + " --out " + site.file("r.jsonl").string());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const std::vector<json> records = records_of(site.file("r.jsonl"));
  EXPECT_EQ(records.at(0)["drawn"], json::array({"lane", "drone"})) << "the streams say so themselves";
  std::vector<json> events;
  for (const json& event : of_kind(records, "event")) events.push_back(comparable(event));
  const auto expected = journalled_events(site.file("journal"));
  EXPECT_GE(expected.size(), 5U) << live.output();
  EXPECT_EQ(sorted(events), sorted(expected)) << run.err << live.output();
}

}  // namespace
}  // namespace nightjar
