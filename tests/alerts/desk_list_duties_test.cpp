// What the desk answers and does about lists: lookups, their acceptance, what their owners are told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/duty_worker.hpp"
#include "tests/alerts/full_disk.hpp"

namespace nightjar {
namespace {

using testing::HasSubstr;

TEST(DeskDuties, tell_the_lists_owner_of_a_stale_entry) {
  const TemporaryFolder folder;
  DutyWorker worker(folder.path());
  Listener listener(worker.outlet().endpoint_of("open"));
  (void)listener.next("beat");
  worker.outlet().post(raised());
  (void)next_event(listener);
  ASSERT_TRUE(
      worker.ask({{"do", "act"}, {"alert", "a1"}, {"action", "rejected"}, {"code", "stale"}, {"revision", 1}})
          .ok);
  EXPECT_EQ(next_event(listener).event, AlertHappening::rejected);
  const AlertEvent notice = next_event(listener);
  EXPECT_EQ(notice.kind, AlertKind::list_health);
  EXPECT_EQ(notice.health->what, "force");
  EXPECT_EQ(notice.health->cause, "stale entry");
  EXPECT_EQ(notice.health->detail,
            "entry AB12CDE was rejected as stale by PC Example, owner DC Example, contact 101 ext 5");
}

TEST(DeskDuties, answer_a_lookup_only_with_a_person_and_a_reason_and_put_it_down_first) {
  const TemporaryFolder folder;
  {
    DutyWorker worker(folder.path());
    EXPECT_THAT(worker.ask({{"do", "lookup"}, {"mark", "AB12 CDE"}}).error, HasSubstr("reason"));
    EXPECT_THAT(worker.ask({{"do", "lookup"}, {"mark", "AB12 CDE"}, {"reason", "r"}, {"person", ""}}).error,
                HasSubstr("person"));
    const DeskReply reply = worker.ask({{"do", "lookup"}, {"mark", "ab12 cde"}, {"reason", "999 call"}});
    ASSERT_EQ(reply.items.size(), 1U) << reply.error;
    EXPECT_EQ(reply.items[0]["why"], "the mark is listed");
    EXPECT_TRUE(worker.ask({{"do", "lookup"}, {"mark", "ab12 cde"}, {"reason", "999 call"}}, "restricted")
                    .items.empty());
  }
  const auto records = audit_in(folder.path());
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].about, "AB12CDE");
  EXPECT_EQ(records[0].reason, "999 call");
  EXPECT_EQ(records[0].outcome, "1 found, 1 would alert");
  EXPECT_EQ(records[1].outcome, "0 found, 0 would alert");
}

TEST(DeskDuties, answer_no_lookup_that_the_disk_does_not_take_but_let_people_act) {
  const TemporaryFolder folder;
  {
    DutyWorker worker(folder.path());
    worker.outlet().post(raised());
    worker.outlet().drain();
    std::optional<FullDisk> full(std::in_place);
    const DeskReply lookup = worker.ask({{"do", "lookup"}, {"mark", "AB12CDE"}, {"reason", "999 call"}});
    const DeskReply act =
        worker.ask({{"do", "act"}, {"id", "deed-1"}, {"alert", "a1"}, {"action", "acknowledged"}});
    const DeskReply again =
        worker.ask({{"do", "act"}, {"id", "deed-1"}, {"alert", "a1"}, {"action", "acknowledged"}});
    full.reset();
    EXPECT_THAT(lookup.error, HasSubstr("audit trail cannot be written"));
    EXPECT_TRUE(lookup.items.empty());
    EXPECT_TRUE(act.ok) << act.error;
    EXPECT_TRUE(act.fields.contains("warning"));
    EXPECT_EQ(again.fields["again"], true) << "once, also while the disk refuses";
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (worker.outlet().counts().delivery.unwritten > 0 && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  const auto records = audit_in(folder.path());
  ASSERT_EQ(records.size(), 1U) << "written when the disk was back";
  EXPECT_EQ(records[0].request, "deed-1");
}

TEST(DeskDuties, accept_a_list_of_their_own_channel_for_a_reason) {
  const TemporaryFolder folder;
  DutyWorker worker(folder.path());
  EXPECT_THAT(worker.ask({{"do", "accept"}, {"list", "force"}}).error, HasSubstr("reason"));
  EXPECT_THAT(worker.ask({{"do", "accept"}, {"list", "force"}, {"reason", "checked"}}, "restricted").error,
              HasSubstr("no \"force\" on this channel"));
  EXPECT_TRUE(worker.accepted.empty());
  const DeskReply reply =
      worker.ask({{"do", "accept"}, {"list", "force"}, {"reason", "checked with the owner"}});
  EXPECT_TRUE(reply.ok) << reply.error;
  EXPECT_EQ(reply.fields["outcome"], "revision 43 is in force");
  EXPECT_EQ(worker.accepted, std::vector<std::string>{"force"});
}

}  // namespace
}  // namespace nightjar
