#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/alerts/listener.hpp"
#include "tests/tools/nightjar/child_process.hpp"
#include "tests/tools/nightjar/made_site.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;

std::unique_ptr<ChildProcess> start(const MadeSite& site) {
  return std::make_unique<ChildProcess>(
      std::vector<std::string>{NIGHTJAR_PROGRAM, "run", site.file("site.toml").string()},
      site.file("run.log"));
}

/// The next event that fits, and what came with it; empty after 60 s.
std::vector<std::string> event(Listener& listener, const std::function<bool(const json&)>& fits) {
  const auto until = std::chrono::steady_clock::now() + 60s;
  while (std::chrono::steady_clock::now() < until) {
    auto parts = listener.next("alert");
    if (!parts.empty() && fits(json::parse(parts[1]))) return parts;
  }
  return {};
}

TEST(RunCommand, turns_a_listed_plate_in_a_folder_of_pictures_into_a_journalled_hit_with_its_picture) {
  const MadeSite site("run-hit");
  Listener listener(site.live());
  const auto run = start(site);
  const auto parts =
      event(listener, [](const json& e) { return e["kind"] == "vehicle_hit" && e["event"] == "raised"; });
  ASSERT_EQ(parts.size(), 3U) << run->output();
  const json hit = json::parse(parts[1]);
  EXPECT_EQ(hit["vehicle"]["mark"], "LR33TEE");
  EXPECT_EQ(hit["vehicle"]["match"], "exact");
  EXPECT_EQ(hit["vehicle"]["entries"][0]["reason"], "Hare coursing");
  EXPECT_EQ(hit["place"]["words"], "A32 at West Meon");
  EXPECT_EQ(hit["journalled"], true);
  EXPECT_EQ(hit["clock"]["source"], "recording");
  EXPECT_LE(parts[2].size(), 4096U);
  EXPECT_EQ(parts[2].substr(0, 2), "\xff\xd8") << "a JPEG";
  run->signal(SIGTERM);
  EXPECT_EQ(run->wait(20s), 0) << run->output();
  EXPECT_THAT(run->output(), HasSubstr("stopped"));
}

TEST(RunCommand, tells_the_room_that_a_recording_has_ended_and_plays_it_again) {
  const MadeSite site("run-end");
  Listener listener(site.live());
  const auto run = start(site);
  const auto ended = event(listener, [](const json& e) { return e["kind"] == "feed_health"; });
  ASSERT_FALSE(ended.empty()) << run->output();
  EXPECT_EQ(json::parse(ended[1])["health"]["cause"], "ended");
  const auto closed = event(listener, [](const json& e) { return e["kind"] == "feed_health"; });
  ASSERT_FALSE(closed.empty()) << run->output();
  EXPECT_EQ(json::parse(closed[1])["event"], "closed");
}

TEST(RunCommand, loses_no_heard_event_and_no_number_when_it_is_killed) {
  const MadeSite site("run-kill");
  std::set<std::uint64_t> numbers;
  std::string stream;
  for (int life = 0; life < 3; ++life) {
    Listener listener(site.live());
    const auto run = start(site);
    const auto parts = event(listener, [](const json& e) { return e["kind"] == "vehicle_hit"; });
    ASSERT_FALSE(parts.empty()) << run->output();
    const json hit = json::parse(parts[1]);
    if (life == 0) stream = hit["stream"];
    EXPECT_EQ(hit["stream"], stream);
    EXPECT_TRUE(numbers.insert(hit["seq"].get<std::uint64_t>()).second) << "a number given twice";
    run->signal(SIGKILL);
    EXPECT_EQ(run->wait(10s), 128 + SIGKILL);
  }
}

TEST(RunCommand, refuses_a_port_that_is_taken_in_one_line) {
  const MadeSite site("run-port");
  const auto first = start(site);
  ASSERT_TRUE(first->says("running", 20s)) << first->output();
  const MadeSite second("run-port-2");
  std::string text = second.text();
  text.replace(text.find(second.live()), second.live().size(), site.live());
  second.write("site.toml", text);
  const auto refused = start(second);
  EXPECT_EQ(refused->wait(20s), 2);
  EXPECT_THAT(refused->output(), HasSubstr(site.live()));
  const std::string output = refused->output();
  EXPECT_EQ(std::count(output.begin(), output.end(), '\n'), 1) << output;
}

TEST(RunCommand, refuses_a_second_run_on_the_same_journal) {
  const MadeSite site("run-twice");
  const auto first = start(site);
  ASSERT_TRUE(first->says("running", 20s)) << first->output();
  ChildProcess second({NIGHTJAR_PROGRAM, "run", site.file("site.toml").string()}, site.file("second.log"));
  EXPECT_EQ(second.wait(20s), 2);
  EXPECT_THAT(second.output(), HasSubstr("journal"));
}

TEST(RunCommand, refuses_a_journal_that_is_no_folder) {
  const MadeSite site("run-journal");
  site.write("journal", "a file stands where the journal should be\n");
  const auto run = start(site);
  EXPECT_EQ(run->wait(20s), 2);
  EXPECT_THAT(run->output(), HasSubstr("journal"));
}

TEST(RunCommand, names_every_mistake_of_a_site_and_starts_nothing) {
  const MadeSite site("run-mistakes");
  site.write("site.toml", site.text() + "colour = \"blue\"\nfpss = 3\n");
  const auto run = start(site);
  EXPECT_EQ(run->wait(20s), 2);
  EXPECT_THAT(run->output(), HasSubstr("colour"));
  EXPECT_THAT(run->output(), HasSubstr("fpss"));
  EXPECT_FALSE(std::filesystem::exists(site.file("journal")));
}

TEST(RunCommand, says_which_picture_of_a_folder_is_broken_and_goes_on) {
  const MadeSite site("run-broken");
  site.write("road/1004.png", "not a picture");
  Listener listener(site.live());
  const auto run = start(site);
  const auto parts = event(listener, [](const json& e) {
    return e["kind"] == "feed_health" &&
           e["health"]["detail"].get<std::string>().find("1004.png") != std::string::npos;
  });
  EXPECT_FALSE(parts.empty()) << run->output();
  EXPECT_FALSE(event(listener, [](const json& e) { return e["kind"] == "vehicle_hit"; }).empty())
      << run->output();
}

}  // namespace
}  // namespace nightjar
