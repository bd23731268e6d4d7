#include "alerts/desk_duties.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "alerts/alert_json.hpp"
#include "alerts/desk.hpp"
#include "alerts/desk_client.hpp"
#include "alerts/vehicle_hit.hpp"
#include "tests/alerts/full_disk.hpp"
#include "tests/alerts/listener.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_lists.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

/// A worker's outlet and desk, with two channels and real sockets and disk.
class Worker {
 public:
  explicit Worker(const std::filesystem::path& folder)
      : outlet_(outlet_options(folder)),
        desk_(desk_options(), {{"act", act_duty(outlet_)},
                               {"search", search_duty(outlet_)},
                               {"lookup", lookup_duty(outlet_, [this] { return lists; })},
                               {"accept", accept_duty(
                                              outlet_,
                                              [](const std::string& list, const std::string& channel) {
                                                return list == "force" && channel == "open";
                                              },
                                              [this](const std::string& list) {
                                                accepted.push_back(list);
                                                return ListAccepted{true, "revision 43 is in force"};
                                              })}}) {}

  DeskReply ask(Json request, const std::string& channel = "open") {
    if (!request.contains("person")) request["person"] = "PC Example";
    return DeskClient(desk_.endpoint_of(channel)).ask(std::move(request));
  }
  AlertOutlet& outlet() { return outlet_; }

  std::shared_ptr<const HotlistMatcher> lists = made_lists("AB12CDE,STOP,,Burglary,DC Example\n");
  std::vector<std::string> accepted;

 private:
  static AlertOutletOptions outlet_options(const std::filesystem::path& folder) {
    AlertOutletOptions options;
    options.delivery.journal = folder;
    options.delivery.publisher.channels = {{"open", "tcp://127.0.0.1:*"},
                                           {"restricted", "tcp://127.0.0.1:*"}};
    options.beat_every = std::chrono::milliseconds(50);
    return options;
  }
  static DeskOptions desk_options() {
    DeskOptions options;
    options.channels = {{"open", "tcp://127.0.0.1:*"}, {"restricted", "tcp://127.0.0.1:*"}};
    return options;
  }

  AlertOutlet outlet_;
  Desk desk_;
};

AlertParcel raised(const std::string& alert = "a1", const std::string& channel = "open") {
  AlertParcel parcel = made_parcel(alert, channel);
  parcel.event.incident = vehicle_incident(channel, "AB12CDE");
  parcel.event.vehicle->entries[0].owner = "DC Example";
  parcel.event.vehicle->entries[0].contact = "101 ext 5";
  return parcel;
}

AlertEvent next_event(Listener& listener) {
  const auto parts = listener.next("alert");
  if (parts.empty()) throw std::runtime_error("no alert came");
  return from_json(parts.at(1)).event.value();
}

std::vector<AuditRecord> audit_in(const std::filesystem::path& folder) {
  const Journal journal(folder);
  std::vector<AuditRecord> records;
  for (const StoredAudit& one : journal.audit_since(0, 100))
    records.push_back(audit_from_json(one.text).value());
  return records;
}

TEST(DeskDuties, journal_an_action_tell_all_consumers_and_put_it_down) {
  const TemporaryFolder folder;
  {
    Worker worker(folder.path());
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
    Worker worker(folder.path());
    worker.outlet().post(raised());
    EXPECT_EQ(worker.ask(request).fields["revision"], 2);
    const DeskReply again = worker.ask(request);
    EXPECT_TRUE(again.ok);
    EXPECT_EQ(again.fields["again"], true);
    EXPECT_EQ(again.fields["outcome"], "acknowledged, revision 2");
  }
  Worker worker(folder.path());
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
    Worker worker(folder.path());
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
  Worker worker(folder.path());
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

TEST(DeskDuties, tell_the_lists_owner_of_a_stale_entry) {
  const TemporaryFolder folder;
  Worker worker(folder.path());
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
    Worker worker(folder.path());
    worker.outlet().post(possible("a1"));
    ASSERT_TRUE(worker
                    .ask({{"do", "act"},
                          {"alert", "a1"},
                          {"action", "rejected"},
                          {"code", "misread"},
                          {"revision", 1}})
                    .ok);
  }
  Worker worker(folder.path());
  worker.outlet().post(possible("a2"));
  const DeskReply state = worker.ask({{"do", "search"}, {"alert", "a2"}});
  EXPECT_EQ(state.items.at(0)["silenced"], "rejected as misread by PC Example");
  EXPECT_EQ(state.items.at(0)["handling"], "record");
}

TEST(DeskDuties, answer_a_lookup_only_with_a_person_and_a_reason_and_put_it_down_first) {
  const TemporaryFolder folder;
  {
    Worker worker(folder.path());
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
    Worker worker(folder.path());
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
  Worker worker(folder.path());
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

TEST(DeskDuties, say_what_is_wrong_with_an_action) {
  const TemporaryFolder folder;
  Worker worker(folder.path());
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

TEST(AlertOutletJudging, delivers_what_a_swap_undoes_before_what_waits) {
  const TemporaryFolder folder;
  Worker worker(folder.path());
  Listener listener(worker.outlet().endpoint_of("open"));
  (void)listener.next("beat");
  worker.outlet().post(raised());
  EXPECT_EQ(next_event(listener).event, AlertHappening::raised);
  // The alerts thread is held up, so that everything below waits together.
  std::jthread busy([&] {
    worker.outlet().run_errand(
        [](AlertDelivery&) { std::this_thread::sleep_for(std::chrono::milliseconds(200)); });
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  AlertParcel other = raised("b1");
  other.event.incident = "another";
  other.event.vehicle->entries[0].mark = "XY99ZZZ";
  worker.outlet().post(other);
  worker.outlet().judge(made_lists("XY99ZZZ,STOP,,Seen at three burglaries,DC Example\n"));
  const AlertEvent first = next_event(listener);
  EXPECT_EQ(first.event, AlertHappening::withdrawn);
  EXPECT_EQ(first.alert, "a1");
  EXPECT_EQ(next_event(listener).alert, "b1");
}

TEST(AlertOutletJudging, lets_a_withdrawal_overtake_others_but_not_its_own_alert) {
  const TemporaryFolder folder;
  Worker worker(folder.path());
  Listener listener(worker.outlet().endpoint_of("open"));
  (void)listener.next("beat");
  std::jthread busy([&] {
    worker.outlet().run_errand(
        [](AlertDelivery&) { std::this_thread::sleep_for(std::chrono::milliseconds(200)); });
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  AlertParcel other = raised("b1");
  other.event.incident = "another";
  AlertParcel gone = raised("a1");
  gone.event.event = AlertHappening::withdrawn;
  worker.outlet().post(raised("a1"));
  worker.outlet().post(other);
  worker.outlet().post(gone);
  EXPECT_EQ(next_event(listener).alert, "a1");
  EXPECT_EQ(next_event(listener).event, AlertHappening::withdrawn);
  EXPECT_EQ(next_event(listener).alert, "b1");
  worker.outlet().drain();
  const AlertCounts counts = worker.outlet().counts();
  EXPECT_EQ(counts.posted + counts.own,
            counts.delivery.delivered + counts.delivery.said_already + counts.waiting);
}

}  // namespace
}  // namespace nightjar
