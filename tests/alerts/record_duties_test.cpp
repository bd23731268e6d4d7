#include "alerts/record_duties.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>

#include "alerts/desk.hpp"
#include "alerts/desk_client.hpp"
#include "alerts/journal_check.hpp"
#include "alerts/vehicle_hit.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/two_channels.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;
using testing::IsEmpty;

/// A worker's outlet and desk with two channels, kept reads and a room's list, on real sockets and disk.
class Worker {
 public:
  explicit Worker(const std::filesystem::path& folder)
      : outlet_(two_channel_outlet(folder)),
        desk_(two_channel_desk(), {{"hold", hold_duty(outlet_)},
                                   {"about", about_duty(outlet_, sources(folder))},
                                   {"erase", erase_duty(outlet_, sources(folder))},
                                   {"export", export_duty(outlet_, sources(folder))}}) {}

  DeskReply ask(Json request, const std::string& channel = "open") {
    request["person"] = "DC Example";
    if (!request.contains("reason")) request["reason"] = "request of the person";
    return DeskClient(desk_.endpoint_of(channel)).ask(std::move(request));
  }
  void raise(const std::string& alert, const std::string& channel, const std::string& mark) {
    AlertParcel parcel = made_parcel(alert, channel);
    parcel.event.vehicle->mark = mark;
    parcel.event.vehicle->entries[0].mark = mark;
    parcel.event.incident = vehicle_incident(channel, mark);
    parcel.pictures = {made_picture("picture of " + mark)};
    parcel.event.evidence = {{"plate", parcel.pictures[0].sha256, evening(), "a32-south"}};
    outlet_.post(std::move(parcel));
    outlet_.drain();
  }
  AlertOutlet& outlet() { return outlet_; }

  std::vector<std::string> forgotten;
  std::function<void()> while_erasing = [] {};

 private:
  RecordSources sources(const std::filesystem::path& folder) {
    RecordSources sources;
    sources.journal = folder;
    sources.software = "nightjar test";
    sources.reads = [](const std::string&, const std::string& mark) {
      return std::vector<Json>{{{"held", "read"}, {"mark", mark}}};
    };
    sources.forget_reads = [this](const std::string& channel, const std::string& mark) {
      forgotten.push_back(channel + " " + mark);
      while_erasing();
      return std::size_t{1};
    };
    sources.forget_entries = [](const std::string& channel, const std::string&) {
      return KeptText{"room/" + channel, "[]"};
    };
    return sources;
  }
  AlertOutlet outlet_;
  Desk desk_;
};

std::vector<std::string> held_in(const DeskReply& reply) {
  std::vector<std::string> kinds;
  for (const Json& item : reply.items) kinds.push_back(item.value("held", ""));
  return kinds;
}

TEST(RecordDuties, list_all_that_a_channel_holds_on_a_mark_and_nothing_of_others) {
  const TemporaryFolder folder;
  Worker worker(folder.path());
  worker.raise("00000000000000a1", "open", "AO12CDE");
  worker.raise("00000000000000a2", "open", "XY99ZZZ");
  worker.raise("00000000000000a3", "restricted", "AO12CDE");
  const DeskReply reply = worker.ask({{"do", "about"}, {"mark", "a012 cde"}});
  ASSERT_TRUE(reply.ok) << reply.error;
  EXPECT_THAT(held_in(reply), testing::ElementsAre("event", "audit", "read"));
  EXPECT_EQ(reply.items[0]["alert"], "00000000000000a1");
  EXPECT_EQ(reply.items[0]["event"]["vehicle"]["mark"], "AO12CDE");
  EXPECT_FALSE(worker.ask({{"do", "about"}, {"mark", "?!"}}).ok);
}

TEST(RecordDuties, erase_a_mark_but_for_what_a_case_needs_and_the_chain_still_verifies) {
  const TemporaryFolder folder;
  {
    Worker worker(folder.path());
    worker.raise("00000000000000a1", "open", "AB12CDE");
    worker.raise("00000000000000a2", "open", "AB12CDE");
    worker.raise("00000000000000a3", "restricted", "AB12CDE");
    ASSERT_TRUE(worker.ask({{"do", "hold"}, {"subject", "00000000000000a2"}, {"case", "R v Example"}}).ok);
    const DeskReply erased = worker.ask({{"do", "erase"}, {"mark", "AB12 CDE"}});
    ASSERT_TRUE(erased.ok) << erased.error;
    EXPECT_EQ(erased.fields["outcome"],
              "1 events, 0 pictures and 1 kept reads erased; 1 events held for a case");
    EXPECT_THAT(worker.forgotten, testing::ElementsAre("open AB12CDE"));
    const DeskReply left = worker.ask({{"do", "about"}, {"mark", "AB12CDE"}});
    EXPECT_EQ(left.items[0]["alert"], "00000000000000a2");
    EXPECT_EQ(left.items[0]["case"], "R v Example");
    EXPECT_EQ(worker.ask({{"do", "about"}, {"mark", "AB12CDE"}}, "restricted").items[0]["alert"],
              "00000000000000a3");
    worker.outlet().run_errand([](AlertDelivery& delivery) {
      EXPECT_FALSE(delivery.state_of("00000000000000a1")) << "nor does the room know it any more";
    });
  }
  const JournalSoundness sound = JournalCheck(folder.path(), {}).run();
  EXPECT_THAT(sound.findings, IsEmpty());
  EXPECT_EQ(sound.deleted, 1U);
}

TEST(RecordDuties, erase_a_few_at_a_time_and_let_alerts_through_meanwhile) {
  const TemporaryFolder folder;
  Worker worker(folder.path());
  for (int i = 0; i < 120; ++i) worker.raise(fmt::format("{:016x}", i + 1), "open", "AB12CDE");
  std::future<void> delivered;
  worker.while_erasing = [&] {
    delivered = std::async(std::launch::async, [&] { worker.raise("00000000000000ff", "open", "XY99ZZZ"); });
    EXPECT_EQ(delivered.wait_for(std::chrono::seconds(60)), std::future_status::ready)
        << "the alerts thread waits for the erasure";
  };
  const DeskReply erased = worker.ask({{"do", "erase"}, {"mark", "AB12CDE"}, {"id", "e1"}});
  EXPECT_EQ(erased.fields["outcome"],
            "120 events, 1 pictures and 1 kept reads erased; 0 events held for a case");
  std::vector<std::string> parts;
  for (const StoredAudit& stored : JournalReader(folder.path()).audit(0, 100))
    if (const auto record = audit_from_json(stored.text); record && record->what == "erase")
      parts.push_back(record->outcome);
  EXPECT_THAT(parts, testing::ElementsAre(HasSubstr("50 events"), HasSubstr("50 events"),
                                          HasSubstr("20 events"), HasSubstr("120 events")));
  worker.while_erasing = [] {};
  worker.raise("00000000000000fe", "open", "AB12CDE");
  const DeskReply again = worker.ask({{"do", "erase"}, {"mark", "AB12CDE"}, {"id", "e1"}});
  EXPECT_EQ(again.fields.value("again", false), true);
  EXPECT_EQ(JournalReader(folder.path()).held_of_mark("open", "AB12CDE", 0, 10).size(), 1U)
      << "the same request is done once";
}

TEST(RecordDuties, hold_and_release_by_named_persons_and_refuse_what_makes_no_sense) {
  const TemporaryFolder folder;
  Worker worker(folder.path());
  worker.raise("00000000000000a1", "open", "AB12CDE");
  EXPECT_THAT(worker.ask({{"do", "hold"}, {"subject", "00000000000000a9"}, {"case", "7"}}).error,
              HasSubstr("no alert"));
  EXPECT_THAT(
      worker.ask({{"do", "hold"}, {"subject", "00000000000000a1"}, {"case", "7"}}, "restricted").error,
      HasSubstr("no alert"));
  EXPECT_THAT(worker.ask({{"do", "hold"}, {"subject", "?"}, {"case", "7"}}).error,
              HasSubstr("expected an alert"));
  EXPECT_THAT(worker.ask({{"do", "hold"}, {"subject", "AB12CDE"}}).error, HasSubstr("case"));
  EXPECT_TRUE(worker.ask({{"do", "hold"}, {"subject", "AB12CDE"}, {"case", "7"}}).ok);
  EXPECT_FALSE(worker.ask({{"do", "hold"}, {"subject", "AB12CDE"}, {"case", "8"}, {"release", true}}).ok);
  EXPECT_TRUE(worker.ask({{"do", "hold"}, {"subject", "AB12CDE"}, {"case", "7"}, {"release", true}}).ok);
}

TEST(RecordDuties, export_one_alert_in_parts_that_make_a_whole) {
  const TemporaryFolder folder;
  Worker worker(folder.path());
  worker.raise("00000000000000a1", "open", "AB12CDE");
  const DeskReply reply = worker.ask({{"do", "export"}, {"alert", "00000000000000a1"}});
  ASSERT_TRUE(reply.ok) << reply.error;
  worker.outlet().run_errand([](AlertDelivery& delivery) {
    const AlertEvent state = delivery.state_of("00000000000000a1").value();
    EXPECT_EQ(state.event, AlertHappening::noted) << "everybody on the channel is told";
    EXPECT_EQ(state.action->code, "exported");
    EXPECT_EQ(state.action->note, "request of the person");
    EXPECT_EQ(state.actor->person, "DC Example");
  });
  EXPECT_EQ(worker.ask({{"do", "export"}, {"alert", "00000000000000a1"}, {"reason", ""}}).error,
            "reason: is missing, expected why: an export is journalled with its reason");
  EXPECT_GE(reply.items.size(), 1U);
  EXPECT_GT(reply.fields["bytes"].get<std::size_t>(), 5000U);
  EXPECT_FALSE(worker.ask({{"do", "export"}, {"alert", "00000000000000a1"}}, "restricted").ok);
}

}  // namespace
}  // namespace nightjar
