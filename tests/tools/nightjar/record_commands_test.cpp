// The commands about what is kept, as people type them: on a running worker and on the journal it left.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "alerts/health_alerts.hpp"
#include "alerts/journal.hpp"
#include "alerts/sqlite_database.hpp"
#include "tests/alerts/listener.hpp"
#include "tests/tools/nightjar/child_process.hpp"
#include "tests/tools/nightjar/made_site.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;

struct Ran {
  int exit_code = -1;
  std::string output;
};

Ran nightjar_does(const MadeSite& site, const std::vector<std::string>& words) {
  std::vector<std::string> command{NIGHTJAR_PROGRAM};
  command.insert(command.end(), words.begin(), words.end());
  ChildProcess child(command, site.file("command.log"));
  const auto code = child.wait(60s);
  return {code.value_or(-1), child.output()};
}

std::unique_ptr<ChildProcess> start(const MadeSite& site) {
  auto run = std::make_unique<ChildProcess>(
      std::vector<std::string>{NIGHTJAR_PROGRAM, "run", site.file("site.toml").string()},
      site.file("run.log"));
  EXPECT_TRUE(run->says("running", 60s)) << run->output();
  return run;
}

void stop(ChildProcess& run) {
  run.signal(SIGTERM);
  EXPECT_EQ(run.wait(30s), 0) << run.output();
}

std::string next_hit(Listener& listener) {
  const auto until = std::chrono::steady_clock::now() + 90s;
  while (std::chrono::steady_clock::now() < until) {
    const auto parts = listener.next("alert");
    if (parts.empty()) continue;
    const json event = json::parse(parts[1]);
    if (event["kind"] == "vehicle_hit") return event["alert"];
  }
  throw std::runtime_error("no hit came");
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return bytes.str();
}

TEST(RecordCommands, prove_hold_export_and_erase_on_a_running_worker_and_on_what_it_left) {
  const MadeSite site("records");
  const std::string file = site.file("site.toml").string();
  const std::string bundle = site.file("case.tar").string();
  std::string alert, heads;
  {
    Listener listener(site.live());
    const auto run = start(site);
    alert = next_hit(listener);
    const Ran running = nightjar_does(site, {"journal", "verify", file});
    EXPECT_EQ(running.exit_code, 2);
    EXPECT_THAT(running.output, HasSubstr("another process writes this journal"));

    const Ran exported = nightjar_does(site, {"export", file, alert, "--out", bundle, "--reason", "trial"});
    ASSERT_EQ(exported.exit_code, 0) << exported.output << run->output();
    EXPECT_THAT(exported.output, HasSubstr("alert " + alert + " of channel open"));
    const Ran proven = nightjar_does(site, {"export", "--verify", bundle});
    EXPECT_EQ(proven.exit_code, 0) << proven.output;
    EXPECT_THAT(proven.output, HasSubstr("sound; alert " + alert));

    EXPECT_EQ(nightjar_does(site, {"hold", file, alert, "R v Example"}).exit_code, 0);
    const Ran erased = nightjar_does(site, {"about", file, "LR33TEE", "--reason", "request", "--erase"});
    EXPECT_EQ(erased.exit_code, 0) << erased.output;
    EXPECT_THAT(erased.output, HasSubstr("events held for a case"));
    const Ran listed = nightjar_does(site, {"about", file, "LR33TEE", "--reason", "request"});
    EXPECT_THAT(listed.output, HasSubstr("held for case R v Example"));
    EXPECT_EQ(nightjar_does(site, {"about", file, "?!", "--reason", "r"}).exit_code, 2);
    EXPECT_EQ(nightjar_does(site, {"export", file, alert, "--out", bundle + "2"}).exit_code, 0);
    EXPECT_EQ(nightjar_does(site, {"about", file, "LR33TEE", "--erase"}).exit_code, 2) << "without a reason";
    const Ran trail = nightjar_does(site, {"trail", file});
    EXPECT_EQ(trail.exit_code, 0) << trail.output;
    EXPECT_THAT(trail.output, testing::ContainsRegex("export " + alert + "; trial; exported"));
    EXPECT_THAT(trail.output, testing::ContainsRegex("export " + alert + "; not given; exported"));
    EXPECT_THAT(trail.output, testing::ContainsRegex("about LR33TEE; request; answered"));
    EXPECT_EQ(nightjar_does(site, {"hold", file, "?!", "R v Example"}).exit_code, 2);

    const auto beat = listener.next("beat");
    ASSERT_EQ(beat.size(), 2U);
    heads = beat[1];
    stop(*run);
  }
  site.write("heads", heads + "\n");
  const Ran sound = nightjar_does(site, {"journal", "verify", file, "--heads", site.file("heads").string()});
  EXPECT_EQ(sound.exit_code, 0) << sound.output;
  EXPECT_THAT(sound.output, HasSubstr("1 noted heads"));
  EXPECT_THAT(bytes_of(bundle), testing::Not(HasSubstr("://user")));

  const Ran released = nightjar_does(site, {"hold", file, alert, "R v Example", "--release"});
  EXPECT_EQ(released.exit_code, 0) << released.output << " without a worker";
  const Ran again = nightjar_does(site, {"export", file, alert, "--out", bundle, "--reason", "trial"});
  EXPECT_EQ(again.exit_code, 0) << again.output << " without a worker";
  EXPECT_EQ(nightjar_does(site, {"export", file, "0123456789abcdef", "--out", bundle, "--reason", "trial"})
                .exit_code,
            1);
  EXPECT_EQ(nightjar_does(site, {"export", "--verify", site.file("none.tar").string()}).exit_code, 2);
  const Ran about = nightjar_does(site, {"about", file, "LR33 TEE", "--reason", "request", "--export",
                                         site.file("about.jsonl").string()});
  EXPECT_EQ(about.exit_code, 0) << about.output;
  EXPECT_THAT(bytes_of(site.file("about.jsonl")), HasSubstr(alert));

  std::string changed = bytes_of(bundle);
  changed[changed.find("\"sightings\"") + 3] ^= 1;
  std::ofstream(bundle, std::ios::binary) << changed;
  const Ran refuted = nightjar_does(site, {"export", "--verify", bundle});
  EXPECT_EQ(refuted.exit_code, 1);
  EXPECT_THAT(refuted.output, HasSubstr("events.jsonl: was changed"));

  SqliteDatabase(site.file("journal") / "journal.sqlite")
      .run("UPDATE event SET text = replace(text, 'road', 'rode') WHERE seq = 1");
  const Ran unsound = nightjar_does(site, {"journal", "verify", file});
  EXPECT_EQ(unsound.exit_code, 1);
  EXPECT_THAT(unsound.output, HasSubstr("channel open, event 1: its text was changed"));
}

TEST(RecordCommands, raise_an_alarm_over_what_the_check_behind_finds) {
  const MadeSite site("records-watch");
  {
    Journal journal(site.file("journal"));
    for (int i = 0; i < 300; ++i) {
      HealthAlertOptions about;
      about.kind = AlertKind::system_health;
      about.channel = "open";
      about.what = "part " + std::to_string(i);
      about.config = "0123456789abcdef";
      const auto now = std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
      AlertParcel parcel = HealthAlerts(about).fail("failed", "z", now).value();
      parcel.event.published_at = now;
      std::vector<AlertParcel> batch{parcel};
      (void)journal.append(batch);
    }
  }
  SqliteDatabase(site.file("journal") / "journal.sqlite")
      .run("UPDATE event SET text = replace(text, '\"z\"', '\"w\"') WHERE seq = 2");
  const auto run = start(site);
  EXPECT_TRUE(run->says("NOT SOUND, 1 findings", 60s)) << run->output();
  stop(*run);
  const Journal journal(site.file("journal"));
  std::string texts;
  for (const StoredEvent& event : journal.events_since("open", 300, 1000)) texts += event.text.value_or("");
  EXPECT_THAT(texts, HasSubstr("journal check"));
  EXPECT_THAT(texts, HasSubstr("channel open, event 2: its text was changed"));
}

TEST(RecordCommands, say_clearly_what_is_missing) {
  const MadeSite site("records-missing");
  const std::string file = site.file("site.toml").string();
  const Ran none = nightjar_does(site, {"journal", "verify", file});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.output, HasSubstr("there is no journal"));
  const Ran head = nightjar_does(site, {"journal", "verify", file, "--head", "open:x:y"});
  EXPECT_EQ(head.exit_code, 2);
  EXPECT_THAT(head.output, HasSubstr("expected CHANNEL:SEQ:HEX"));
  EXPECT_EQ(nightjar_does(site, {"export", file}).exit_code, 2);
  EXPECT_EQ(nightjar_does(site, {"hold", file, "AB12CDE", "7"}).exit_code, 1) << "neither worker nor journal";
  EXPECT_FALSE(std::filesystem::exists(site.file("journal")));
}

}  // namespace
}  // namespace nightjar
