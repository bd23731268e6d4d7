#include "alerts/catch_up_duties.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "alerts/base64.hpp"
#include "alerts/packed_text.hpp"
#include "tests/alerts/full_disk.hpp"
#include "tests/alerts/made_worker.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> alerts_in(const DeskReply& reply) {
  std::vector<std::string> alerts;
  for (const Json& item : reply.items) alerts.push_back(item.value("alert", ""));
  return alerts;
}

std::vector<std::uint64_t> seqs_in(const DeskReply& reply) {
  std::vector<std::uint64_t> seqs;
  for (const Json& item : reply.items) seqs.push_back(item.value("seq", std::uint64_t{0}));
  return seqs;
}

TEST(CatchUpDuties, tell_what_is_open_by_priority_then_newest_first_and_where_it_stands) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  worker.post("low", AlertHappening::raised, 40);
  worker.post("older", AlertHappening::raised, 10);
  worker.post("newer", AlertHappening::raised, 10);
  worker.post("over", AlertHappening::raised, 5);
  worker.post("over", AlertHappening::withdrawn, 5);
  worker.post("hidden", AlertHappening::raised, 0, "restricted");
  const DeskReply reply = worker.ask({{"do", "snapshot"}});
  ASSERT_TRUE(reply.ok) << reply.error;
  EXPECT_THAT(alerts_in(reply), ElementsAre("newer", "older", "low"));
  EXPECT_EQ(reply.fields["stream"], worker.stream());
  EXPECT_EQ(reply.fields["seq"], 5);
  EXPECT_EQ(reply.fields["head"], worker.head());
  EXPECT_FALSE(reply.fields.contains("next"));
  EXPECT_EQ(Json::parse(reply.items[0]["text"].get<std::string>())["alert"], "newer");
}

TEST(CatchUpDuties, tell_of_what_waits_for_the_disk_also_the_alarm_about_it) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  const FullDisk full;
  worker.post("a");
  const DeskReply reply = worker.ask({{"do", "snapshot"}});
  ASSERT_TRUE(reply.ok) << reply.error;
  std::vector<std::string> kinds;
  for (const Json& item : reply.items)
    kinds.push_back(Json::parse(item["text"].get<std::string>())["kind"].get<std::string>());
  EXPECT_THAT(kinds, ElementsAre("system_health", "vehicle_hit"));
}

TEST(CatchUpDuties, leave_out_the_texts_that_the_asker_has) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  worker.post("a");
  worker.post("b");
  const DeskReply reply = worker.ask({{"do", "snapshot"}, {"stream", worker.stream()}, {"seq", 1}});
  ASSERT_EQ(reply.items.size(), 2U);
  EXPECT_TRUE(reply.items[0].contains("text"));
  EXPECT_EQ(reply.items[1], (Json{{"alert", "a"}, {"stream", worker.stream()}, {"seq", 1}}));
}

TEST(CatchUpDuties, tell_what_is_open_page_by_page_each_alert_once_also_over_a_restart) {
  const TemporaryFolder folder;
  for (unsigned round = 0; round < 2; ++round) {
    MadeWorker worker(folder.path());
    for (int i = 0; i < 20; ++i)
      worker.post(std::to_string(round) + "-" + std::to_string(i), AlertHappening::raised, 10 + i % 3);
    std::set<std::string> seen;
    std::pair<int, std::int64_t> before{-1, 0};
    std::size_t pages = 0, items = 0;
    Json request{{"do", "snapshot"}, {"bytes", 4096}};
    while (true) {
      const DeskReply reply = worker.ask(request);
      ASSERT_TRUE(reply.ok) << reply.error;
      ++pages;
      for (const Json& item : reply.items) {
        seen.insert(item["alert"]);
        ++items;
        const auto priority = Json::parse(item["text"].get<std::string>())["priority"].get<int>();
        EXPECT_GE(priority, before.first);
        before.first = priority;
      }
      if (!reply.fields.contains("next")) break;
      request["after"] = reply.fields["next"];
    }
    EXPECT_EQ(seen.size(), 20U * (round + 1));
    EXPECT_EQ(items, seen.size());
    EXPECT_GT(pages, 3U);
  }
}

TEST(CatchUpDuties, give_events_behind_a_number_in_pages_whose_chain_can_be_followed) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  for (int i = 0; i < 30; ++i) worker.post(std::to_string(i));
  Sha256 head{};
  std::uint64_t seq = 0;
  std::size_t pages = 0;
  while (true) {
    const DeskReply reply =
        worker.ask({{"do", "since"}, {"stream", worker.stream()}, {"seq", seq}, {"bytes", 5000}});
    ASSERT_TRUE(reply.ok) << reply.error;
    EXPECT_EQ(reply.fields["before"], hex(head));
    EXPECT_EQ(reply.fields["seq"], 30);
    for (const Json& item : reply.items) {
      ASSERT_EQ(item["seq"], ++seq);
      head = sha256(head, sha256(item["text"].get<std::string>()));
    }
    ++pages;
    if (!reply.fields.contains("next")) break;
    EXPECT_EQ(reply.fields["next"], seq);
  }
  EXPECT_EQ(seq, 30U);
  EXPECT_EQ(hex(head), worker.head());
  EXPECT_GT(pages, 3U);
}

TEST(CatchUpDuties, give_the_same_in_small_where_asked) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  for (int i = 0; i < 30; ++i) worker.post(std::to_string(i));
  for (Json request :
       {Json{{"do", "snapshot"}}, Json{{"do", "since"}, {"stream", worker.stream()}, {"seq", 3}}}) {
    const DeskReply plain = worker.ask(request);
    request["packed"] = true;
    const DeskReply small = worker.ask(request);
    ASSERT_EQ(small.items.size(), 1U) << small.error;
    const std::string packed = small.items[0]["packed"];
    EXPECT_LT(packed.size(), Json(plain.items).dump().size() / 5);
    const auto text = unpacked_text(bytes_of_base64(packed).value(), 1U << 20U);
    ASSERT_TRUE(text);
    EXPECT_EQ(Json::parse(*text)["items"], Json(plain.items));
  }
}

TEST(PackedText, is_refused_where_it_is_cut_changed_or_too_long) {
  const std::string packed = packed_text(std::string(5000, 'x'));
  EXPECT_EQ(unpacked_text(packed, 5000), std::string(5000, 'x'));
  EXPECT_FALSE(unpacked_text(packed, 4999));
  EXPECT_FALSE(unpacked_text(packed.substr(0, packed.size() - 1), 5000));
  EXPECT_FALSE(unpacked_text(packed + "x", 5000));
  EXPECT_FALSE(unpacked_text("nonsense", 5000));
  EXPECT_FALSE(unpacked_text("", 5000));
}

TEST(CatchUpDuties, say_what_is_gone_and_mark_what_was_erased_among_the_rest) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  for (int i = 1; i <= 5; ++i) worker.post(std::to_string(i));
  worker.erase(1);
  worker.erase(2);
  worker.erase(4);
  const DeskReply below = worker.ask({{"do", "since"}, {"stream", worker.stream()}, {"seq", 0}});
  EXPECT_EQ(below.fields["gone_before"], 3);
  EXPECT_TRUE(below.items.empty());
  const DeskReply reply = worker.ask({{"do", "since"}, {"stream", worker.stream()}, {"seq", 2}});
  EXPECT_FALSE(reply.fields.contains("gone_before"));
  EXPECT_THAT(seqs_in(reply), ElementsAre(3, 4, 5));
  EXPECT_EQ(reply.items[1]["deleted"], true);
  EXPECT_FALSE(reply.items[1].contains("text"));
  Sha256 head = sha256_from_hex(reply.fields["before"].get<std::string>()).value();
  for (const Json& item : reply.items)
    head = sha256(head, item.contains("text") ? sha256(item["text"].get<std::string>())
                                              : sha256_from_hex(item["digest"].get<std::string>()).value());
  EXPECT_EQ(hex(head), worker.head());
  const DeskReply snapshot = worker.ask({{"do", "snapshot"}});
  EXPECT_THAT(alerts_in(snapshot), ElementsAre("5", "3"));
  worker.erase(3);
  worker.erase(5);
  EXPECT_EQ(worker.ask({{"do", "since"}, {"stream", worker.stream()}, {"seq", 2}}).fields["gone_before"], 6);
}

TEST(CatchUpDuties, say_where_to_go_on_when_a_journal_was_set_aside) {
  const TemporaryFolder folder;
  std::string before;
  {
    MadeWorker worker(folder.path());
    worker.post("a");
    before = worker.stream();
  }
  std::filesystem::rename(folder.path() / "journal.sqlite", folder.path() / "elsewhere.sqlite");
  MadeWorker worker(folder.path());
  const DeskReply reply = worker.ask({{"do", "since"}, {"stream", before}, {"seq", 1}});
  ASSERT_TRUE(reply.ok) << reply.error;
  EXPECT_EQ(reply.fields["gone"], true);
  EXPECT_EQ(reply.fields["next_stream"], worker.stream());
}

TEST(CatchUpDuties, refuse_what_is_no_such_request) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  EXPECT_EQ(worker.ask({{"do", "since"}, {"seq", 1}}).error, "stream: is missing");
  EXPECT_EQ(worker.ask({{"do", "since"}, {"stream", "5f"}, {"seq", -1}}).error, "seq: is out of range");
  EXPECT_EQ(worker.ask({{"do", "snapshot"}, {"after", "10:x"}}).error, "after: is no `next` of a snapshot");
  EXPECT_EQ(worker.ask({{"do", "snapshot"}, {"bytes", 1}}).error, "bytes: is out of range");
  EXPECT_THAT(worker.ask({{"do", "evidence"}, {"sha256", "../x"}}).error, HasSubstr("sha256: is not 64"));
}

TEST(CatchUpDuties, put_down_who_reads_what_is_long_past_once_for_all_its_pages) {
  const TemporaryFolder folder;
  AlertOutletOptions options;
  options.delivery.journal = folder.path();
  options.delivery.publisher.channels = {{"open", "tcp://127.0.0.1:*"}};
  const auto now = std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
  auto published = std::make_shared<std::atomic<CaptureTime>>(now - std::chrono::hours(30));
  options.delivery.now = [published] { return published->load(); };
  AlertOutlet outlet(options);
  std::string stream;
  outlet.run_errand([&](AlertDelivery& delivery) {
    AlertParcel large = made_parcel("a");  // a page each
    AlertEntry& entry = large.event.vehicle->entries.front();
    entry.reason = entry.owner = entry.contact = std::string(2000, 'r');
    delivery.deliver({large, large});
    *published = now;
    AlertParcel other = large;
    other.event.alert = "b";
    other.event.vehicle->mark = other.event.incident = "XY99ZZZ";
    delivery.deliver({other});
    stream = delivery.journal().stream();
  });
  const DeskDuty since = since_duty(outlet, folder.path());
  const auto ask = [&](const DeskRequest& who, std::uint64_t seq) {
    DeskRequest request = who;
    request.channel = "open";
    request.what = "since";
    request.id = "1";
    request.body = {{"do", "since"}, {"id", "1"}, {"stream", stream}, {"seq", seq}, {"bytes", 4096}};
    const DeskAnswer answer = since(request);
    EXPECT_EQ(answer.error, "");
    EXPECT_EQ(answer.items.size(), 1U);
    return answer.fields.value("next", std::uint64_t{0});
  };
  DeskRequest by_key, by_name;
  by_key.asker = DeskAsker{"eve", KeyRole::watch};
  by_name.person = "PC Example";
  by_name.reason = "shift";
  (void)ask(by_name, 2);  // it was away for a moment
  for (const DeskRequest& who : {by_key, by_name, DeskRequest{}}) EXPECT_EQ(ask(who, ask(who, 0)), 2U);
  std::vector<std::string> told;
  for (const StoredAudit& stored : JournalReader(folder.path()).audit(0, 100)) {
    const auto record = audit_from_json(stored.text).value();
    EXPECT_EQ(record.about, stream);
    told.push_back(record.what + " " + record.person + " " + record.outcome);
  }
  const auto by = [](const std::string& who) {  // its own clock tells of the leap, sooner or later
    return testing::MatchesRegex("history " + who + " told from number 1 to [3-9]");
  };
  EXPECT_THAT(told, ElementsAre(by("eve"), by("PC Example"), by("somebody without a key")));
}

}  // namespace
}  // namespace nightjar
