// The commands by which people act, as they type them, on a running worker.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "alerts/audit.hpp"
#include "alerts/journal.hpp"
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

json next_hit(Listener& listener, const std::string& happening) {
  const auto until = std::chrono::steady_clock::now() + 90s;
  while (std::chrono::steady_clock::now() < until) {
    const auto parts = listener.next("alert");
    if (parts.empty()) continue;
    json event = json::parse(parts[1]);
    if (event["kind"] == "vehicle_hit" && event["event"] == happening) return event;
  }
  throw std::runtime_error("no hit was " + happening);
}

/// What people did; the starts of workers are left out.
std::vector<AuditRecord> audit_of(const MadeSite& site) {
  const Journal journal(site.file("journal"));
  std::vector<AuditRecord> records;
  for (const StoredAudit& one : journal.audit_since(0, 100))
    records.push_back(audit_from_json(one.text).value());
  std::erase_if(records, [](const AuditRecord& record) { return record.what == "start"; });
  return records;
}

TEST(DeskCommands, let_a_named_person_confirm_and_close_a_hit_and_refuse_what_makes_no_sense) {
  const MadeSite site("desk-act");
  const std::string file = site.file("site.toml").string();
  {
    Listener listener(site.live());
    const auto run = start(site);
    const std::string alert = next_hit(listener, "raised")["alert"];
    const Ran confirmed = nightjar_does(site, {"act", file, alert, "confirmed", "--code", "characters",
                                               "--person", "PC Example", "--note", "read it on the picture"});
    EXPECT_EQ(confirmed.exit_code, 0) << confirmed.output << run->output();
    EXPECT_THAT(confirmed.output, HasSubstr("LR33 TEE: confirmed, revision "));
    const json event = next_hit(listener, "confirmed");
    EXPECT_EQ(event["alert"], alert);
    EXPECT_EQ(event["actor"]["person"], "PC Example");
    EXPECT_EQ(event["action"]["note"], "read it on the picture");
    EXPECT_EQ(event["confirmed"]["characters"]["person"], "PC Example");

    const Ran wrong = nightjar_does(site, {"act", file, alert, "rejected", "--code", "boring"});
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_THAT(
        wrong.output,
        HasSubstr("act: --code: found \"boring\", expected one of misread, stale, clone, duplicate, other"));
    const Ran unseen =
        nightjar_does(site, {"act", file, alert, "rejected", "--code", "other", "--revision", "99"});
    EXPECT_EQ(unseen.exit_code, 1);
    EXPECT_THAT(unseen.output, HasSubstr("revision 99"));
    const Ran unknown = nightjar_does(site, {"act", file, "0123456789abcdef", "acknowledged"});
    EXPECT_EQ(unknown.exit_code, 1);
    EXPECT_THAT(unknown.output, HasSubstr("no alert \"0123456789abcdef\""));

    EXPECT_EQ(
        nightjar_does(site, {"act", file, alert, "closed", "--code", "stopped", "--person", "PC Example"})
            .exit_code,
        0);
    EXPECT_EQ(next_hit(listener, "closed")["action"]["code"], "stopped");
    const Ran over = nightjar_does(site, {"act", file, alert, "acknowledged"});
    EXPECT_EQ(over.exit_code, 1);
    EXPECT_THAT(over.output, HasSubstr("act: the alert is closed"));
    run->signal(SIGTERM);
    EXPECT_EQ(run->wait(20s), 0) << run->output();
  }
  std::string acts;
  for (const AuditRecord& record : audit_of(site))
    if (record.what == "act") acts += record.outcome.substr(0, record.outcome.find(',')) + ";";
  EXPECT_THAT(acts, testing::StartsWith("confirmed;refused: mark"));
  EXPECT_THAT(acts, testing::EndsWith("closed;refused: the alert is closed;"));
}

TEST(DeskCommands, hand_a_hit_on_to_a_crew_and_hear_from_them) {
  const MadeSite site("desk-crew");
  const std::string file = site.file("site.toml").string();
  Listener listener(site.live());
  const auto run = start(site);
  const std::string alert = next_hit(listener, "raised")["alert"];
  const Ran nobody = nightjar_does(site, {"act", file, alert, "handed_on"});
  EXPECT_EQ(nobody.exit_code, 2);
  EXPECT_THAT(nobody.output, HasSubstr("--to: missing, expected the crew"));
  const Ran handed =
      nightjar_does(site, {"act", file, alert, "handed_on", "--to", "Rural 2", "--person", "Sgt Example"});
  EXPECT_EQ(handed.exit_code, 0) << handed.output << run->output();
  EXPECT_THAT(handed.output, HasSubstr("handed on to Rural 2, to be received by "));
  const json event = next_hit(listener, "handed_on");
  EXPECT_EQ(event["crew"]["name"], "Rural 2");
  EXPECT_EQ(event["acknowledged_by"], "Sgt Example");
  const Ran other = nightjar_does(site, {"act", file, alert, "received", "--to", "Rural 3"});
  EXPECT_EQ(other.exit_code, 1);
  EXPECT_THAT(other.output, HasSubstr("handed on to Rural 2, not to Rural 3"));
  EXPECT_EQ(nightjar_does(site, {"act", file, alert, "attending", "--person", "PC Crew"}).exit_code, 0);
  const json attending = next_hit(listener, "attending");
  EXPECT_EQ(attending["crew"]["received"]["person"], "PC Crew");
  EXPECT_FALSE(attending["crew"].contains("receive_by"));
  run->signal(SIGTERM);
  EXPECT_EQ(run->wait(20s), 0) << run->output();
}

TEST(DeskCommands, say_what_a_read_would_match_and_put_the_lookup_down) {
  const MadeSite site("desk-lookup");
  const std::string file = site.file("site.toml").string();
  {
    const auto run = start(site);
    const Ran words = nightjar_does(
        site, {"hotlist", "lookup", file, "lr33 tee", "--person", "PC Example", "--reason", "999 call"});
    EXPECT_EQ(words.exit_code, 0) << words.output;
    EXPECT_THAT(words.output, HasSubstr("LR33 TEE"));
    EXPECT_THAT(words.output, HasSubstr("the mark is listed"));
    EXPECT_THAT(words.output, HasSubstr("STOP  ·  Hare coursing"));
    const Ran as_json =
        nightjar_does(site, {"hotlist", "lookup", file, "LR33TEE", "--json", "--reason", "999 call"});
    ASSERT_EQ(as_json.exit_code, 0) << as_json.output;
    const json found = json::parse(as_json.output);
    EXPECT_EQ(found["mark"], "LR33TEE");
    EXPECT_EQ(found["matches"][0]["channel"], "open");
    EXPECT_EQ(found["matches"][0]["entry"]["reason"], "Hare coursing");
    const Ran nothing = nightjar_does(site, {"hotlist", "lookup", file, "ZZ99ZZZ", "--reason", "999 call"});
    EXPECT_EQ(nothing.exit_code, 0);
    EXPECT_EQ(nightjar_does(site, {"hotlist", "lookup", file, "LR33TEE"}).exit_code, 2) << "without a reason";
    EXPECT_EQ(nightjar_does(site, {"hotlist", "lookup", file, "?!", "--reason", "r"}).exit_code, 2);
    run->signal(SIGTERM);
    EXPECT_EQ(run->wait(20s), 0) << run->output();
  }
  const auto records = audit_of(site);
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].person, "PC Example");
  EXPECT_EQ(records[0].reason, "999 call");
  EXPECT_EQ(records[0].about, "LR33TEE");
}

TEST(DeskCommands, say_clearly_that_no_worker_runs) {
  const MadeSite site("desk-silence");
  const std::string file = site.file("site.toml").string();
  const Ran lookup = nightjar_does(site, {"hotlist", "lookup", file, "LR33TEE", "--reason", "r"});
  EXPECT_EQ(lookup.exit_code, 1);
  EXPECT_THAT(lookup.output, HasSubstr("no worker answers at tcp://127.0.0.1:"));
  EXPECT_THAT(lookup.output, HasSubstr("start `nightjar run` first"));
  EXPECT_FALSE(std::filesystem::exists(site.file("journal"))) << "nothing but run opens a journal";
}

TEST(DeskCommands, name_what_is_wrong_with_a_site_or_a_channel) {
  const MadeSite site("desk-wrong");
  const std::string file = site.file("site.toml").string();
  const Ran channel =
      nightjar_does(site, {"hotlist", "lookup", file, "LR33TEE", "--reason", "r", "--channel", "secret"});
  EXPECT_EQ(channel.exit_code, 2);
  EXPECT_THAT(channel.output, HasSubstr("no \"secret\" with a desk, expected one of: open"));
  EXPECT_EQ(nightjar_does(site, {"act", site.file("none.toml").string(), "a", "acknowledged"}).exit_code, 2);
}

TEST(DeskCommands, put_a_mark_on_the_rooms_list_in_force_within_seconds_and_take_it_off) {
  const MadeSite site("desk-add");
  site.write("list.csv", "mark,action,reason,owner\nXY99 ZZZ,STOP,Something else,Country Watch\n");
  const std::string file = site.file("site.toml").string();
  Listener listener(site.live());
  const auto run = start(site);
  const Ran added =
      nightjar_does(site, {"hotlist", "add", file, "LR33 TEE", "--reason", "999 call", "--person",
                           "PC Example", "--action", "OBSERVE", "--authoriser", "Sgt Example"});
  ASSERT_EQ(added.exit_code, 0) << added.output << run->output();
  EXPECT_THAT(added.output, HasSubstr("LR33TEE in force until "));
  const json hit = next_hit(listener, "raised");
  EXPECT_EQ(hit["vehicle"]["entries"][0]["list"], "room/open");
  EXPECT_EQ(hit["vehicle"]["entries"][0]["authoriser"], "Sgt Example");
  EXPECT_EQ(hit["vehicle"]["order"], "OBSERVE");
  const Ran cancelled = nightjar_does(site, {"hotlist", "cancel", file, "LR33 TEE", "--reason", "found"});
  ASSERT_EQ(cancelled.exit_code, 0) << cancelled.output;
  const json gone = next_hit(listener, "withdrawn");
  EXPECT_EQ(gone["alert"], hit["alert"]);
  EXPECT_EQ(gone["cause"], "the entry LR33TEE of list room/open is not in force any more");
}

std::string list_of(int entries, const std::string& more = "") {
  std::string text = "mark,action,reason,owner\n";
  for (int i = 0; i < entries; ++i) text += "ZZ" + std::to_string(i) + ",STOP,r,o\n";
  return text + more;
}

TEST(DeskCommands, accept_what_a_start_has_refused) {
  const MadeSite site("desk-accept");
  const std::string file = site.file("site.toml").string();
  site.write("list.csv", list_of(10));
  {
    const auto first = start(site);
    first->signal(SIGTERM);
    ASSERT_EQ(first->wait(60s), 0) << first->output();
  }
  site.write("list.csv", list_of(7));
  ChildProcess refused({NIGHTJAR_PROGRAM, "run", file}, site.file("run.log"));
  EXPECT_EQ(refused.wait(60s), 2);
  EXPECT_THAT(refused.output(), HasSubstr("holds 7 entries, expected at least four fifths of the 10"));
  const auto accept = [&] {
    return nightjar_does(site, {"accept", file, "force", "--reason", "weeded", "--person", "Sgt Example"});
  };
  const Ran accepted = accept();
  EXPECT_EQ(accepted.exit_code, 0) << accepted.output;
  EXPECT_THAT(accepted.output, HasSubstr("force: comes in force at the next start: holds 7 entries"));
  const Ran again = accept();
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.output, HasSubstr("nothing to accept"));
  const Ran unknown = nightjar_does(site, {"accept", file, "forse", "--reason", "weeded"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.output, HasSubstr("hotlist: no \"forse\", expected one of: force"));
  ASSERT_EQ(audit_of(site).size(), 1U);
  EXPECT_EQ(audit_of(site)[0].person, "Sgt Example");
  const auto run = start(site);
  EXPECT_EQ(accept().exit_code, 1) << "the worker has nothing to accept either";
}

TEST(RunningLists, are_taken_over_when_their_file_changes_and_hits_with_them) {
  const MadeSite site("running-lists");
  site.write("list.csv", list_of(10));
  Listener listener(site.live());
  const auto run = start(site);
  const auto rename_in = [&](const std::string& text) {
    site.write("next.csv", text);
    std::filesystem::rename(site.file("next.csv"), site.file("list.csv"));
  };
  run->signal(SIGHUP);  // nothing has changed, and nothing ends
  rename_in(list_of(10, "LR33TEE,STOP,Hare coursing,Country Watch\n"));
  const json hit = next_hit(listener, "raised");
  EXPECT_EQ(hit["vehicle"]["mark"], "LR33TEE");
  rename_in(list_of(10, "LR33TEF,STOP,Hare coursing,Country Watch\n"));
  const json gone = next_hit(listener, "withdrawn");
  EXPECT_EQ(gone["alert"], hit["alert"]);
  run->signal(SIGTERM);
  EXPECT_EQ(run->wait(60s), 0);
}

}  // namespace
}  // namespace nightjar
