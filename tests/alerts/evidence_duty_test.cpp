// Pictures that are opened at the desk, and the trail that tells of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/base64.hpp"
#include "alerts/catch_up_duties.hpp"
#include "tests/alerts/listener.hpp"
#include "tests/alerts/made_worker.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;
using testing::ElementsAre;

TEST(EvidenceDuty, gives_a_picture_of_the_channel_in_parts_and_puts_its_opening_down_once) {
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

TEST(EvidenceDuty, opens_a_picture_of_a_restricted_channel_or_of_what_is_over_for_a_reason_only) {
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
