#include "alerts/catch_up_duties.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "alerts/base64.hpp"
#include "alerts/packed_text.hpp"
#include "tests/alerts/listener.hpp"
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

TEST(CatchUpDuties, give_a_picture_of_the_channel_in_parts_and_put_its_opening_down_once) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  std::string jpeg(10'000, '\0');
  for (std::size_t i = 0; i < jpeg.size(); ++i) jpeg[i] = static_cast<char>(i * 7);
  AlertParcel parcel = made_parcel("a", "restricted");
  parcel.pictures = {made_picture(jpeg)};
  const std::string digest = parcel.pictures[0].sha256;
  parcel.event.evidence = {{"frame", digest, evening(), "a32-south"}};
  worker.post(std::move(parcel));
  std::string got;
  for (std::size_t size = 1; got.size() < size;) {
    const DeskReply reply = worker.ask({{"do", "evidence"},
                                        {"id", "look-1"},
                                        {"person", "PC Example"},
                                        {"reason", "999 call"},
                                        {"sha256", digest},
                                        {"from", got.size()},
                                        {"bytes", 4096}},
                                       "restricted");
    ASSERT_TRUE(reply.ok) << reply.error;
    EXPECT_EQ(reply.fields["from"], got.size());
    size = reply.fields["size"].get<std::size_t>();
    got += bytes_of_base64(reply.items.at(0)["base64"].get<std::string>()).value();
  }
  EXPECT_EQ(got, jpeg);
  const Json asked{{"do", "evidence"}, {"person", "PC Example"}, {"sha256", digest}};
  EXPECT_EQ(worker.ask(asked, "open").error, "sha256: no picture of this channel");
  Json unknown = asked;
  unknown["sha256"] = hex(sha256("nowhere"));
  EXPECT_EQ(worker.ask(unknown, "open").error, "sha256: no picture of this channel");
  Json nobody = asked;
  nobody["reason"] = "999 call";
  nobody.erase("person");
  EXPECT_EQ(worker.ask(nobody, "restricted").error, "person: is missing");
  std::vector<std::string> told;
  for (const StoredAudit& stored : JournalReader(folder.path()).audit(0, 100)) {
    const auto record = audit_from_json(stored.text).value();
    told.push_back(record.channel + " " + record.what + " " + record.person + " " + record.outcome);
  }
  EXPECT_THAT(told, ElementsAre("restricted evidence PC Example opened", "open evidence PC Example not there",
                                "open evidence PC Example not there"));
}

/// Posts an alert that shows a picture of its own; the picture's digest.
std::string posted_picture(MadeWorker& worker, const std::string& alert, const std::string& channel) {
  AlertParcel parcel = made_parcel(alert, channel);
  parcel.event.vehicle->mark = alert;
  parcel.event.incident = alert;
  parcel.pictures = {made_picture("of " + alert)};
  parcel.event.evidence = {{"frame", parcel.pictures[0].sha256, evening(), "a32-south"}};
  std::string digest = parcel.pictures[0].sha256;
  worker.post(std::move(parcel));
  return digest;
}

TEST(CatchUpDuties, open_a_picture_of_a_restricted_channel_or_of_what_is_over_for_a_reason_only) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  const std::string open = posted_picture(worker, "a", "open");
  const std::string restricted = posted_picture(worker, "b", "restricted");
  const auto asked = [](const std::string& digest, const std::string& id, const std::string& reason) {
    Json request{{"do", "evidence"}, {"person", "PC Example"}, {"sha256", digest}, {"id", id}};
    if (!reason.empty()) request["reason"] = reason;
    return request;
  };
  EXPECT_EQ(
      worker.ask(asked(restricted, "1", ""), "restricted").error,
      "reason: is missing, expected why: a picture of a restricted channel is journalled with its reason");
  EXPECT_TRUE(worker.ask(asked(restricted, "2", "operation"), "restricted").ok);
  EXPECT_TRUE(worker.ask(asked(open, "3", "")).ok) << "the room deals with it";
  worker.post("a", AlertHappening::withdrawn);
  EXPECT_TRUE(worker.ask(asked(open, "3", "")).ok) << "the rest of a picture that was being fetched";
  EXPECT_EQ(worker.ask(asked(open, "4", "")).error,
            "reason: is missing, expected why: a picture of no open alert is journalled with its reason");
  EXPECT_TRUE(worker.ask(asked(open, "5", "complaint 7")).ok);
  std::vector<std::string> told;
  for (const StoredAudit& stored : JournalReader(folder.path()).audit(0, 100))
    told.push_back(audit_from_json(stored.text).value().reason.value_or("none"));
  EXPECT_THAT(told, ElementsAre("operation", "none", "complaint 7")) << "what was refused opened nothing";
}

TEST(CatchUpDuties, put_down_once_an_hour_who_reads_what_is_long_past) {
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
    delivery.deliver({made_parcel("a")});
    *published = now;
    AlertParcel other = made_parcel("b");
    other.event.vehicle->mark = other.event.incident = "XY99ZZZ";
    delivery.deliver({other});
    stream = delivery.journal().stream();
  });
  const DeskDuty since = since_duty(outlet, folder.path());
  const auto ask = [&](const std::string& key, std::uint64_t seq) {
    DeskRequest request;
    request.channel = "open";
    request.what = "since";
    request.id = "1";
    if (!key.empty()) request.asker = DeskAsker{key, KeyRole::watch};
    request.body = {{"do", "since"}, {"id", "1"}, {"stream", stream}, {"seq", seq}};
    EXPECT_EQ(since(request).error, "");
  };
  for (int i = 0; i < 2; ++i) ask("jo", 1);  // it was away for a moment
  for (int i = 0; i < 3; ++i) ask("eve", 0);
  std::vector<std::string> told;
  for (const StoredAudit& stored : JournalReader(folder.path()).audit(0, 100)) {
    const auto record = audit_from_json(stored.text).value();
    told.push_back(record.what + " " + record.person + " " + record.outcome);
  }
  EXPECT_GE(told.size(), 1U);
  EXPECT_LE(told.size(), 2U) << "an hour may begin meanwhile";
  EXPECT_EQ(told.at(0), "history eve told from number 1 on");
}

TEST(TrailDuty, tells_who_opened_what_by_number_and_the_heartbeats_carry_its_head) {
  const TemporaryFolder folder;
  MadeWorker worker(folder.path());
  const std::string digest = posted_picture(worker, "a", "open");
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(worker.ask({{"do", "evidence"}, {"person", "PC Example"}, {"sha256", digest}}).ok);
  const DeskReply all = worker.ask({{"do", "trail"}});
  ASSERT_EQ(all.items.size(), 3U);
  Sha256 head{};
  for (const Json& item : all.items) head = sha256(head, sha256(item["text"].get<std::string>()));
  EXPECT_EQ(all.items.back()["head"], hex(head)) << "anybody can follow the chain";
  EXPECT_EQ(audit_from_json(all.items[0]["text"]).value().about, digest);
  EXPECT_TRUE(worker.ask({{"do", "trail"}}, "restricted").items.empty()) << "each channel has its own";
  const DeskReply page = worker.ask({{"do", "trail"}, {"behind", 1}, {"bytes", 1024}});
  EXPECT_EQ(page.items.at(0)["number"], 2);
  Listener listener(MadeWorker::live(folder.path()));
  AlertBeat beat;
  while (beat.audit_seq < 3) beat = beat_from_json(listener.next("beat").at(1)).beat.value();
  EXPECT_EQ(beat.audit_head, hex(head));
}

}  // namespace
}  // namespace nightjar
