#include "alerts/desk_duties.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "tests/alerts/duty_worker.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

TEST(DeskDuties, journal_an_action_tell_all_consumers_and_put_it_down) {
  const TemporaryFolder folder;
  {
    DutyWorker worker(folder.path());
    Listener listener(worker.outlet().endpoint_of("open"));
    (void)listener.next("beat");
    worker.outlet().post(raised());
    EXPECT_EQ(next_event(listener).event, AlertHappening::raised);
    const DeskReply reply = worker.ask({{"do", "act"},
                                        {"alert", "a1"},
                                        {"action", "confirmed"},
                                        {"confirms", "characters"},
                                        {"revision", 1},
                                        {"reason", "read it on the picture"}});
    EXPECT_TRUE(reply.ok) << reply.error;
    EXPECT_EQ(reply.fields["revision"], 2);
    const AlertEvent event = next_event(listener);
    EXPECT_EQ(event.event, AlertHappening::confirmed);
    EXPECT_EQ(event.seq, 2U);
    EXPECT_TRUE(event.journalled);
    EXPECT_EQ(event.actor->person, "PC Example");
    EXPECT_EQ(event.characters_confirmed->person, "PC Example");
    EXPECT_FALSE(event.late_s) << "a person's word is not late";
  }
  const auto records = audit_in(folder.path());
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].what, "act");
  EXPECT_EQ(records[0].about, "a1 confirmed");
  EXPECT_EQ(records[0].reason, "read it on the picture");
  EXPECT_EQ(records[0].outcome, "confirmed, revision 2");
}

TEST(DeskDuties, do_a_request_once_also_after_a_restart) {
  const TemporaryFolder folder;
  const Json request{{"do", "act"}, {"id", "deed-1"}, {"alert", "a1"}, {"action", "acknowledged"}};
  {
    DutyWorker worker(folder.path());
    worker.outlet().post(raised());
    EXPECT_EQ(worker.ask(request).fields["revision"], 2);
    const DeskReply again = worker.ask(request);
    EXPECT_TRUE(again.ok);
    EXPECT_EQ(again.fields["again"], true);
    EXPECT_EQ(again.fields["outcome"], "acknowledged, revision 2");
  }
  DutyWorker worker(folder.path());
  EXPECT_EQ(worker.ask(request).fields["again"], true);
  Json other = request;
  other["action"] = "noted";
  other["note"] = "something else";
  EXPECT_THAT(worker.ask(other).error, HasSubstr("id: was used for something else"));
  const DeskReply state = worker.ask({{"do", "search"}, {"alert", "a1"}});
  ASSERT_EQ(state.items.size(), 1U);
  EXPECT_EQ(state.items[0]["revision"], 2) << "acknowledged once";
  EXPECT_EQ(state.items[0]["acknowledged_by"], "PC Example");
}

TEST(DeskDuties, refuse_a_verdict_on_an_older_entry_and_put_that_down_too) {
  const TemporaryFolder folder;
  {
    DutyWorker worker(folder.path());
    worker.outlet().post(raised());
    worker.outlet().drain();
    worker.outlet().judge(made_lists("AB12CDE,OBSERVE,,Burglary,DC Example\n"));
    const DeskReply reply = worker.ask(
        {{"do", "act"}, {"alert", "a1"}, {"action", "rejected"}, {"code", "misread"}, {"revision", 1}});
    EXPECT_FALSE(reply.ok);
    EXPECT_THAT(reply.error, HasSubstr("have changed since revision 1"));
  }
  EXPECT_THAT(audit_in(folder.path()).at(0).outcome, HasSubstr("refused: mark, match or entry"));
}

TEST(DeskDuties, keep_a_channels_alerts_from_the_desks_of_others) {
  const TemporaryFolder folder;
  DutyWorker worker(folder.path());
  worker.outlet().post(raised("secret", "restricted"));
  worker.outlet().drain();
  EXPECT_TRUE(worker.ask({{"do", "search"}, {"alert", "secret"}}).items.empty());
  EXPECT_TRUE(worker.ask({{"do", "search"}, {"mark", "AB12 CDE"}, {"reason", "999 call"}}).items.empty());
  const Json act{{"do", "act"}, {"alert", "secret"}, {"action", "acknowledged"}};
  const Json unknown{{"do", "act"}, {"alert", "secreu"}, {"action", "acknowledged"}};
  EXPECT_EQ(worker.ask(act).error, "alert: no \"secret\" on this channel");
  EXPECT_EQ(worker.ask(unknown).error, "alert: no \"secreu\" on this channel") << "in the same words";
  EXPECT_EQ(
      worker.ask({{"do", "search"}, {"mark", "AB12 CDE"}, {"reason", "999 call"}}, "restricted").items.size(),
      1U);
  EXPECT_TRUE(worker.ask(act, "restricted").ok);
}

TEST(DeskDuties, remember_a_rejection_over_a_restart) {
  const TemporaryFolder folder;
  const auto possible = [](const std::string& alert) {
    AlertParcel parcel = raised(alert);
    parcel.event.vehicle->mark = "A812CDE";
    parcel.event.vehicle->exact = false;
    parcel.event.captured_at =
        std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
    return parcel;
  };
  {
    DutyWorker worker(folder.path());
    worker.outlet().post(possible("a1"));
    ASSERT_TRUE(worker
                    .ask({{"do", "act"},
                          {"alert", "a1"},
                          {"action", "rejected"},
                          {"code", "misread"},
                          {"revision", 1}})
                    .ok);
  }
  DutyWorker worker(folder.path());
  worker.outlet().post(possible("a2"));
  const DeskReply state = worker.ask({{"do", "search"}, {"alert", "a2"}});
  EXPECT_EQ(state.items.at(0)["silenced"], "rejected as misread by PC Example");
  EXPECT_EQ(state.items.at(0)["handling"], "record");
}

TEST(DeskDuties, say_what_is_wrong_with_an_action) {
  const TemporaryFolder folder;
  DutyWorker worker(folder.path());
  worker.outlet().post(raised());
  const std::vector<std::pair<Json, std::string>> requests{
      {{{"do", "act"}}, "alert: is missing"},
      {{{"do", "act"}, {"alert", "a1"}}, "action: is missing"},
      {{{"do", "act"}, {"alert", "a1"}, {"action", "dance"}}, "action: is a word"},
      {{{"do", "act"}, {"alert", "a1"}, {"action", "raised"}}, "expected acknowledged"},
      {{{"do", "act"}, {"alert", "a1"}, {"action", "rejected"}, {"code", "misread"}}, "revision: missing"},
      {{{"do", "act"}, {"alert", "a1"}, {"action", "acknowledged"}, {"revision", -1}}, "revision"},
      {{{"do", "act"}, {"alert", 7}, {"action", "acknowledged"}}, "alert"},
      {{{"do", "search"}}, "alert: or mark"},
      {{{"do", "search"}, {"mark", "AB12CDE"}}, "reason: is missing, expected why: a search on a mark"},
      {{{"do", "lookup"}, {"mark", "no mark!"}, {"reason", "r"}}, "mark: found"},
  };
  for (const auto& [request, fault] : requests)
    EXPECT_THAT(worker.ask(request).error, HasSubstr(fault)) << request.dump();
}

}  // namespace
}  // namespace nightjar
